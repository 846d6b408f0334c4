"""The walk offers the next remedy, closes a problem, and takes the one that waits."""

from __future__ import annotations

import pytest

from actions.flow import CloseProblem, NextProblem, NextRemedy
from actions.names import FlowStep, Slot
from tests.actions.building import NOTHING, Left, Situation, run

REMEDIES: dict[str, list[object]] = {
    "utter_remedy_missing_security_code_1_check_spam": [],
    "utter_remedy_missing_security_code_2_check_typing": [],
}


def next_step(*tried: str, article: str = "missing_security_code") -> Left:
    slots = {Slot.ARTICLE: article, Slot.REMEDIES_TRIED: list(tried), Slot.MISUNDERSTOOD: 2}
    return run(NextRemedy(), Situation("no", slots=slots), REMEDIES)


def test_the_first_remedy_is_offered_with_the_question_whether_it_helped() -> None:
    left = next_step()
    assert left.said == ["utter_remedy_missing_security_code_1_check_spam", "utter_ask_helped"]
    assert left.slot(Slot.STEP) == "offered"


def test_an_offered_remedy_counts_as_tried() -> None:
    assert next_step("check spam").slot(Slot.REMEDIES_TRIED) == ["check spam", "check typing"]


def test_an_offered_remedy_forgives_what_was_not_understood() -> None:
    assert next_step().slot(Slot.MISUNDERSTOOD) == 0


def test_when_nothing_is_left_the_flow_is_exhausted_and_the_rules_say_so() -> None:
    left = next_step("check spam", "check typing")
    assert left.slot(Slot.STEP) == "exhausted"
    assert left.said == []
    assert left.slot(Slot.REMEDIES_TRIED) is NOTHING


def test_an_article_without_remedies_is_exhausted_at_once() -> None:
    assert next_step(article="nhs_number").slot(Slot.STEP) == "exhausted"


@pytest.mark.parametrize(
    ("step", "last_words"),
    [
        (FlowStep.OFFERED, "utter_solved"),
        (FlowStep.WAITING, "utter_wait_close"),
        (FlowStep.LONGER_ASKED, "utter_wait_unknown"),
    ],
)
def test_a_closed_problem_has_fitting_last_words(step: FlowStep, last_words: str) -> None:
    left = run(CloseProblem(), Situation("yes", slots={Slot.STEP: step.value}))
    assert left.said == [last_words, "utter_anything_else"]
    assert left.slot(Slot.STEP) == "closed"
    assert left.follows == []


def test_after_a_closed_problem_the_one_that_waits_comes_next() -> None:
    slots = {
        Slot.STEP: "offered",
        Slot.PROBLEMS_WAITING: [{"topic": "nhs_number", "reference": None, "began": 0, "person": "your"}],
    }
    left = run(CloseProblem(), Situation("yes", slots=slots))
    assert left.said == ["utter_solved"]
    assert left.follows == ["action_next_problem"]


def test_the_oldest_problem_that_waits_is_taken() -> None:
    waiting = [
        {"topic": "nhs_number", "reference": "CID2011", "began": 0, "person": "your"},
        {"topic": "gp_connection", "reference": None, "began": 0, "person": "your"},
    ]
    left = run(NextProblem(), Situation("yes", slots={Slot.PROBLEMS_WAITING: waiting}))
    assert (left.slot(Slot.TOPIC), left.slot(Slot.REFERENCE)) == ("nhs_number", "CID2011")
    assert left.slot(Slot.PROBLEMS_WAITING) == waiting[1:]
    assert left.follows == ["action_open_article"]


@pytest.mark.parametrize(("reference", "named"), [("CID2011", "CID2011"), (None, "a security code that has not come")])
def test_the_next_problem_is_named_by_its_reference_or_its_topic(reference: str | None, named: str) -> None:
    waiting = [{"topic": "missing_security_code", "reference": reference, "began": 0, "person": "your"}]
    left = run(NextProblem(), Situation("yes", slots={Slot.PROBLEMS_WAITING: waiting}))
    assert left.values("utter_next_problem")["next_problem"] == named


def test_when_no_problem_waits_it_is_the_persons_turn() -> None:
    left = run(NextProblem(), Situation("yes"))
    assert left.follows == ["action_listen"]
    assert left.said == []
