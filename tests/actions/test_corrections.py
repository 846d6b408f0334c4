"""What is taken back: the newest wins, in the problem that is open or in the case that was passed on."""

from __future__ import annotations

from typing import Any

import pytest

from actions.corrections import Correct
from actions.names import FlowStep, Form, Intent, Slot
from actions.open_article import OpenArticle
from tests.actions.building import Situation, run

CASE: dict[Slot, Any] = {
    Slot.ARTICLE: "login_disabled_cid2012",
    Slot.TOPIC: "login_disabled",
    Slot.REFERENCE: "CID2012",
    Slot.STEP: FlowStep.HANDED_OVER.value,
    Slot.CASE_NUMBER: "K7M-4PQ",
    Slot.LOGIN_EMAIL: "jo@example.com",
}
OPEN = CASE | {Slot.STEP: FlowStep.OPENED.value, Slot.CASE_NUMBER: None}


def test_a_reference_in_a_case_is_amended() -> None:
    said = Situation("sorry it is CID2011", Intent.GIVE_REFERENCE, [("CID2011", True)], slots=CASE)
    left = run(OpenArticle(), said)
    assert left.data == [{"amendment": {"case_number": "K7M-4PQ", "reference": "CID2011", "topic": "nhs_number"}}]
    assert left.slot(Slot.STEP) == FlowStep.HANDED_OVER.value


def test_a_new_reference_without_a_word_of_correction_is_a_new_problem() -> None:
    left = run(OpenArticle(), Situation("CID2011", Intent.GIVE_REFERENCE, [("CID2011", True)], slots=CASE))
    assert left.data == []
    assert left.slot(Slot.STEP) == FlowStep.OPENED.value


@pytest.mark.parametrize(
    "text",
    ["sorry, I also get CID2011", "what does CID2011 mean?", "and CID2011 as well, sorry", "now it says CID2011"],
)
def test_one_more_reference_is_no_correction(text: str) -> None:
    left = run(OpenArticle(), Situation(text, Intent.GIVE_REFERENCE, [("CID2011", True)], slots=CASE))
    assert left.data == []


def test_an_address_after_that_it_is_for_somebody_else_goes_into_the_case() -> None:
    slots = CASE | {Slot.FOR_WHOM: "your mum", Slot.PROBLEM_OF: "your mum"}
    left = run(
        Correct(), Situation("her email is ann@example.com", Intent.CORRECT, emails=["ann@example.com"], slots=slots)
    )
    assert left.data == [{"amendment": {"case_number": "K7M-4PQ", "login_email": "ann@example.com"}}]


def test_a_reference_is_corrected_in_the_middle_of_a_form() -> None:
    said = Situation("I misread it: CID2011", Intent.GIVE_REFERENCE, [("CID2011", True)], slots=OPEN)
    left = run(OpenArticle(), Situation(said.text, said.intent, said.references, slots=OPEN, form=Form.LOGIN_EMAIL))
    assert left.said[0] == "utter_reference_corrected"
    assert left.slot(Slot.ARTICLE) == "nhs_number"
    assert left.form_left


def test_after_the_code_was_called_wrong_the_next_one_takes_its_place() -> None:
    asked = run(Correct(), Situation("the code was wrong", Intent.CORRECT, slots=OPEN))
    assert asked.said == ["utter_reference_type_again"]
    slots = OPEN | {Slot.CORRECTING: asked.slot(Slot.CORRECTING)}
    left = run(OpenArticle(), Situation("CID2014", Intent.GIVE_REFERENCE, [("CID2014", True)], slots=slots))
    assert left.slot(Slot.ARTICLE) == "login_unavailable"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("that was the wrong email", "utter_email_type_again"),
        ("I typed the wrong code", "utter_reference_type_again"),
        ("I made a mistake", "utter_ask_correction"),
        ("it is for my mum", "utter_for_whom_noted"),
    ],
)
def test_what_is_wrong_decides_what_is_asked(text: str, said: str) -> None:
    assert run(Correct(), Situation(text, Intent.CORRECT, slots=OPEN)).said == [said]


def test_whose_login_it_is_is_amended_in_the_case() -> None:
    left = run(Correct(), Situation("actually it's for my dad", Intent.CORRECT, slots=CASE))
    assert left.data == [{"amendment": {"case_number": "K7M-4PQ", "for_whom": "dad"}}]


def test_an_address_in_the_correction_is_taken_at_once() -> None:
    left = run(Correct(), Situation("no, ann@example.com", Intent.CORRECT, emails=["ann@example.com"], slots=CASE))
    assert left.data == [{"amendment": {"case_number": "K7M-4PQ", "login_email": "ann@example.com"}}]


def test_in_the_form_the_wrong_address_goes_and_the_form_asks() -> None:
    left = run(Correct(), Situation("wrong email", Intent.CORRECT, slots=OPEN, form=Form.LOGIN_EMAIL))
    assert left.slot(Slot.LOGIN_EMAIL) is None
    assert left.follows == ["action_resume"]


def test_another_day_counts_the_wait_again() -> None:
    slots = OPEN | {Slot.ARTICLE: "login_unavailable", Slot.STEP: FlowStep.WAITING.value}
    left = run(Correct(), Situation("sorry, it was last Monday", Intent.CORRECT, slots=slots))
    assert left.slot(Slot.FIRST_SEEN) == "2026-06-01"
    assert left.follows == ["action_count_wait"]
