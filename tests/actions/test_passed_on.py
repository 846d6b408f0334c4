"""One problem is one case, also when another was talked of in between."""

from __future__ import annotations

from typing import Any

import pytest

from actions.corrections import Correct
from actions.flow import NextProblem
from actions.names import FlowStep, Intent, Slot
from actions.open_article import OpenArticle
from tests.actions.building import Left, Situation, run

FIRST = {"number": "K7M-4PQ", "topic": "gp_connection", "reference": "CID7029", "person": "your"}
SECOND = {"number": "B2C-3DF", "topic": "nhs_number", "reference": "CID2011", "person": "your"}
NOW: dict[Slot, Any] = {
    Slot.CASES: [FIRST, SECOND],
    Slot.ARTICLE: "nhs_number",
    Slot.TOPIC: "nhs_number",
    Slot.REFERENCE: "CID2011",
    Slot.CASE_NUMBER: "B2C-3DF",
    Slot.STEP: FlowStep.HANDED_OVER.value,
    Slot.LOGIN_EMAIL: "jo@example.com",
}


def named(reference: str, **slots: Any) -> Left:
    given = NOW | {Slot(name): value for name, value in slots.items()}
    return run(OpenArticle(), Situation(reference, Intent.GIVE_REFERENCE, [(reference, True)], slots=given))


def test_a_problem_that_was_passed_on_is_in_its_case() -> None:
    left = named("CID7029")
    assert left.said == ["utter_already_handed_over"]
    assert left.values("utter_already_handed_over")["case_spoken"] == "K7M-4PQ"
    assert (left.slot(Slot.CASE_NUMBER), left.slot(Slot.STEP)) == ("K7M-4PQ", FlowStep.HANDED_OVER.value)


def test_another_problem_is_opened() -> None:
    assert named("CID2012").slot(Slot.STEP) == FlowStep.OPENED.value


def test_the_same_problem_of_somebody_else_is_another_one() -> None:
    assert named("CID7029", for_whom="your mum").slot(Slot.STEP) == FlowStep.OPENED.value


def test_a_case_without_a_reference_is_found_by_its_topic() -> None:
    case = {"number": "K7M-4PQ", "topic": "login_disabled", "reference": "no reference", "person": "your"}
    said = Situation("my login is locked", "report_login_disabled", slots=NOW | {Slot.CASES: [case]})
    assert run(OpenArticle(), said).slot(Slot.CASE_NUMBER) == "K7M-4PQ"


def test_two_requests_for_a_person_are_two() -> None:
    case = {"number": "K7M-4PQ", "topic": "other", "reference": None, "person": "your"}
    said = Situation("XYZ99", Intent.GIVE_REFERENCE, [("XYZ99", False)], slots=NOW | {Slot.CASES: [case]})
    assert run(OpenArticle(), said).slot(Slot.CASE_NUMBER) is None


def test_after_a_case_the_problem_that_waits_comes_next() -> None:
    waiting = [{"topic": "login_disabled", "reference": "CID2012", "began": 0, "person": "your"}]
    assert named("CID7029", problems_waiting=waiting).follows == ["action_next_problem"]
    assert (
        run(NextProblem(), Situation(slots=NOW | {Slot.PROBLEMS_WAITING: waiting})).slot(Slot.TOPIC) == "login_disabled"
    )


@pytest.mark.parametrize(
    ("text", "intent", "references", "changed"),
    [
        (
            "sorry it was CID2012",
            Intent.GIVE_REFERENCE,
            [("CID2012", True)],
            {"reference": "CID2012", "topic": "login_disabled"},
        ),
        ("sorry it is for my mum", Intent.CORRECT, [], {"person": "your mum"}),
    ],
)
def test_what_is_amended_is_amended_in_the_notes_too(
    text: str, intent: Intent, references: list[tuple[str, bool]], changed: dict[str, str]
) -> None:
    action = Correct() if intent is Intent.CORRECT else OpenArticle()
    left = run(action, Situation(text, intent, references, slots=NOW))
    assert left.slot(Slot.CASES) == [FIRST, SECOND | changed]
