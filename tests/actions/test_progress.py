"""A promised answer that has not come: one reminder for a case, no status invented, nothing about an account told."""

from __future__ import annotations

from typing import Any

import pytest

from actions.names import NOT_GIVEN, Form, Intent, Slot
from actions.progress import Chase, TellProgress, ValidateChaserForm
from tests.actions.building import NOTHING, Left, Situation, run

CASE = {Slot.CASE_NUMBER: "K7M-4PQ", Slot.LOGIN_EMAIL: "jo@example.com"}
OVERDUE = "it's been three days since you said you'd email me"


def told(text: str, slots: dict[Slot, Any] | None = None) -> Left:
    return run(TellProgress(), Situation(text, Intent.ASK_PROGRESS, slots=slots or {}))


def test_a_late_answer_becomes_a_reminder() -> None:
    left = told(OVERDUE, CASE)
    assert left.said == ["utter_chased"]
    (data,) = left.data
    assert data["chaser"] == {"case_number": "K7M-4PQ", "login_email": "jo@example.com", "words": [OVERDUE]}


def test_a_second_complaint_makes_no_second_reminder() -> None:
    left = told(OVERDUE, CASE | {Slot.CHASED: ["K7M-4PQ"]})
    assert left.said == ["utter_chased_already"]
    assert left.data == []


def test_the_number_in_the_message_is_the_one() -> None:
    left = told(f"{OVERDUE}, my number is b2c 3df", CASE)
    assert left.data[0]["chaser"]["case_number"] == "B2C-3DF"


@pytest.mark.parametrize("text", ["any news?", "how is it going"])
def test_a_question_makes_no_reminder(text: str) -> None:
    assert told(text, CASE).data == []


def test_a_number_that_is_not_of_this_conversation_confirms_nothing() -> None:
    assert told("what is the status of B2C-3DF?").said == ["utter_progress", "utter_offer_human"]


def test_without_a_number_it_is_asked_for() -> None:
    assert told(OVERDUE).follows == ["chaser_form"]


def answered(text: str, intent: Intent = Intent.NLU_FALLBACK, asks: int = 0) -> Left:
    said = Situation(
        text,
        intent,
        slots={Slot.FAILED_ATTEMPTS: asks},
        form=Form.CHASER,
        requested=Slot.CHASED_CASE,
        ran=["chaser_form"],
    )
    return run(ValidateChaserForm(), said)


@pytest.mark.parametrize(
    ("text", "intent", "value"),
    [
        ("K7M-4PQ", Intent.NLU_FALLBACK, "K7M-4PQ"),
        ("k7m 4pq I think", Intent.NLU_FALLBACK, "K7M-4PQ"),
        ("no", Intent.DENY, NOT_GIVEN),
        ("I lost it", Intent.NLU_FALLBACK, NOT_GIVEN),
    ],
)
def test_a_number_or_none_is_an_answer(text: str, intent: Intent, value: str) -> None:
    left = answered(text, intent)
    assert left.slot(Slot.CHASED_CASE) == value
    assert left.asks_for is None


def test_something_else_is_asked_once_more_and_then_it_goes_on() -> None:
    assert answered("purple").said == ["utter_case_number_not_understood"]
    assert answered("purple", asks=1).slot(Slot.CHASED_CASE) == NOT_GIVEN


def test_another_problem_is_no_answer() -> None:
    assert answered("CID2011 now", "report_nhs_number").slot(Slot.CHASED_CASE) is NOTHING


def test_without_a_number_the_details_are_passed_on() -> None:
    left = run(Chase(), Situation("no", Intent.DENY, slots={Slot.CHASED_CASE: NOT_GIVEN}))
    assert left.said == ["utter_chase_without_number"]
    assert left.follows == ["login_email_form"]
