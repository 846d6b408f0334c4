"""Whose login it is: read from the words, and what is known of one person is kept from another."""

from __future__ import annotations

import pytest

from actions.names import Intent, Slot
from actions.open_article import OpenArticle
from actions.relations import case_person, person_in, whose
from tests.actions.building import Situation, run


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("it's for my mum", "your mum"),
        ("I am asking on behalf of my elderly neighbour", "your elderly neighbour"),
        ("my dad's account says disabled", "your dad"),
        ("my husband isn't getting the code", "your husband"),
        ("mums code doesnt come", "your mum"),
        ("my son can't log in", "your son"),
        ("my mother-in-law never gets the email", "your mother-in-law"),
        ("and now for me", "your"),
        ("my own account this time", "your"),
        ("my daughter told me to ask you, I get no code", None),
        ("my wife says hello", None),
        ("my son set it up for me", None),
        ("I get no code", None),
        ("my mobile is not working", None),
    ],
)
def test_the_words_tell_whose_login_it_is(text: str, person: str | None) -> None:
    assert person_in(text) == person


@pytest.mark.parametrize(
    ("person", "words"), [("your", "your"), ("your mum", "your mum's"), ("your parents", "your parents'")]
)
def test_whose(person: str, words: str) -> None:
    assert whose(person) == words


def test_the_agent_reads_it_without_your() -> None:
    assert (case_person("your mum"), case_person("your"), case_person(None)) == ("mum", None, None)


def test_another_persons_problem_begins_with_nothing_of_ones_own() -> None:
    own = {Slot.LOGIN_EMAIL: "me@example.com", Slot.LOGIN_EMAIL_CONFIRMED: True, Slot.REMEDIES_TRIED: ["a step"]}
    left = run(OpenArticle(), Situation("my mum isn't getting her code", "report_missing_security_code", slots=own))
    assert (left.slot(Slot.LOGIN_EMAIL), left.slot(Slot.REMEDIES_TRIED)) == (None, None)
    assert (left.slot(Slot.FOR_WHOM), left.slot(Slot.WHOSE)) == ("your mum", "your mum's")
    assert left.slot(Slot.PEOPLE)["your"]["login_email"] == "me@example.com"


def test_back_to_ones_own_what_was_known_is_known_again() -> None:
    people = {"your": {"login_email": "me@example.com", "login_email_confirmed": True}}
    slots = {Slot.FOR_WHOM: "your mum", Slot.PEOPLE: people, Slot.LOGIN_EMAIL: "mum@example.com"}
    left = run(OpenArticle(), Situation("now for me, CID2011", Intent.GIVE_REFERENCE, [("CID2011", True)], slots=slots))
    assert left.slot(Slot.LOGIN_EMAIL) == "me@example.com"
    assert left.slot(Slot.PEOPLE)["your mum"]["login_email"] == "mum@example.com"
