"""The case says plainly what the agent needs, and tells the person what was passed on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from actions.case import Case, given, passed_on, summary
from actions.names import NO_REFERENCE, NOT_GIVEN
from content.topics import OTHER
from tests.actions.building import real_responses

CASE = Case("K7M-4PQ", "gp_connection", "CID7023", "jo@example.com", None, ["log in"], None, ["cannot connect"])

WORDING = real_responses()["utter_handed_over"][0]["metadata"]


@pytest.mark.parametrize(("answer", "kept"), [(None, None), (NOT_GIVEN, None), ("jo@example.com", "jo@example.com")])
def test_an_answer_that_was_not_given_is_none(answer: str | None, kept: str | None) -> None:
    assert given(answer) == kept


def test_the_summary_is_plain_sentences() -> None:
    assert summary(CASE) == (
        "The person cannot connect to the GP surgery. Reference: CID7023. Login email: jo@example.com. Tried: log in."
    )


def test_what_is_not_known_is_said_not_to_be_known() -> None:
    bare = replace(CASE, reference=None, login_email=None, remedies_tried=[])
    assert summary(bare).endswith("Reference: no reference. Login email: not given. Tried: nothing.")


@pytest.mark.parametrize("topic", ["login_disabled", "login_unavailable"])
def test_a_topic_about_the_login_is_told_of_the_login(topic: str) -> None:
    assert summary(replace(CASE, topic=topic)).startswith("The person's NHS login ")


def test_a_topic_that_is_not_known_is_not_named() -> None:
    assert summary(replace(CASE, topic="a_new_topic")).startswith("They asked to talk to a person.")


def test_a_contact_email_says_that_the_mailbox_cannot_be_read() -> None:
    text = summary(replace(CASE, contact_email="new@example.com"))
    assert "They cannot read that mailbox. Contact email: new@example.com." in text


def test_the_day_it_was_first_seen_is_in_the_summary() -> None:
    assert "First seen: 2026-06-01." in summary(replace(CASE, first_seen="2026-06-01"))


def test_the_agent_is_told_that_a_person_was_asked_for() -> None:
    assert summary(replace(CASE, asked_for_human=True)).endswith("They asked to talk to a person.")


def test_the_handover_is_the_case_with_its_summary() -> None:
    assert CASE.handover() == {
        "case_number": "K7M-4PQ",
        "topic": "gp_connection",
        "reference": "CID7023",
        "login_email": "jo@example.com",
        "contact_email": None,
        "remedies_tried": ["log in"],
        "first_seen": None,
        "words": ["cannot connect"],
        "asked_for_human": False,
        "for_whom": None,
        "service": None,
        "waits_for_answer": False,
        "summary": summary(CASE),
    }


def test_the_words_alone_are_passed_on_without_a_list() -> None:
    bare = Case("K7M-4PQ", OTHER, None, None, None, [], None, [])
    assert passed_on(bare, WORDING) == "your problem in your own words"


def test_everything_that_was_given_is_told_as_passed_on() -> None:
    full = replace(CASE, contact_email="new@example.com", first_seen="2026-06-01")
    assert passed_on(full, WORDING) == (
        "your problem in your own words, the code CID7023, the login email jo@example.com, "
        "the contact email new@example.com, when you first saw it and the steps you tried"
    )


def test_that_there_is_no_code_is_passed_on_too() -> None:
    assert passed_on(replace(CASE, reference=NO_REFERENCE, remedies_tried=[]), WORDING) == (
        "your problem in your own words, that there is no code and the login email jo@example.com"
    )


@pytest.mark.parametrize(
    ("changed", "begins"),
    [
        ({}, "The person cannot connect to the GP surgery."),
        ({"for_whom": "mum"}, "The person's mum cannot connect to the GP surgery."),
        ({"for_whom": "mum", "topic": "login_disabled"}, "The person's mum's NHS login may be disabled."),
        (
            {"for_whom": "mum", "topic": "other"},
            "They asked to talk to a person. It is about the NHS login of their",
        ),
        ({"waits_for_answer": True}, "The person was promised an answer before and is waiting for it."),
    ],
)
def test_the_summary_begins_with_who_has_which_problem(changed: dict[str, Any], begins: str) -> None:
    assert summary(replace(CASE, **changed)).startswith(begins)


def test_that_a_person_was_asked_for_is_said_once() -> None:
    assert summary(replace(CASE, topic="other", asked_for_human=True)).count("asked to talk to a person") == 1
    assert summary(replace(CASE, asked_for_human=True)).count("asked to talk to a person") == 1
