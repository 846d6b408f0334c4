"""An agent gives the conversation back: what was settled is forgotten, what was not stays with the support team."""

from __future__ import annotations

from typing import Any

from actions.given_back import TakeBack
from actions.names import FlowStep, Form, Intent, Slot
from tests.actions.building import NOTHING, Left, Situation, run

CASES = [{"number": "K7M-4PQ", "topic": "nhs_number"}, {"number": "B2C-3DF", "topic": "gp_connection"}]
HANDED_OVER = {Slot.CASE_NUMBER: "K7M-4PQ", Slot.CASES: CASES, Slot.STEP: FlowStep.HANDED_OVER.value}


def taken_back(intent: Intent, slots: dict[Slot, Any] | None = None, form: Form | None = None) -> Left:
    return run(TakeBack(), Situation(f"/{intent.value}", intent, slots=slots or {}, form=form))


def test_a_settled_problem_is_over() -> None:
    left = taken_back(Intent.GIVEN_BACK_SETTLED, HANDED_OVER)
    assert left.said == ["utter_given_back_settled"]
    assert (left.slot(Slot.STEP), left.slot(Slot.CASE_NUMBER)) == ("closed", None)
    assert left.slot(Slot.CASES) == CASES[1:]


def test_how_it_went_is_asked_once_a_problem_was_settled() -> None:
    left = taken_back(Intent.GIVEN_BACK_SETTLED, {**HANDED_OVER, Slot.ARTICLE: "nhs_number"})
    assert left.said == ["utter_given_back_settled", "utter_ask_feedback"]


def test_an_open_problem_stays_with_the_support_team() -> None:
    left = taken_back(Intent.GIVEN_BACK, HANDED_OVER)
    assert left.said == ["utter_given_back"]
    assert left.values("utter_given_back")["case_spoken"] == "K7M-4PQ"
    assert left.slot(Slot.CASE_NUMBER) is NOTHING


def test_without_a_case_nothing_is_said_of_one() -> None:
    assert taken_back(Intent.GIVEN_BACK).said == ["utter_given_back_settled"]


def test_problems_that_waited_and_a_form_are_left_to_what_was_said_with_the_agent() -> None:
    left = taken_back(Intent.GIVEN_BACK, {**HANDED_OVER, Slot.PROBLEMS_WAITING: [{"topic": "x"}]}, Form.LOGIN_EMAIL)
    assert left.slot(Slot.PROBLEMS_WAITING) == []
    assert left.form_left
    assert left.follows == ["action_listen"]
