"""The cases of this session: a problem that was passed on is not passed on again, however often it is named."""

from __future__ import annotations

from typing import Any

from actions.articles import Problem
from actions.case import Case
from actions.names import NO_REFERENCE, FlowStep, Slot
from actions.relations import YOUR
from actions.turn import Turn
from content.topics import OTHER


def note_case(turn: Turn, case: Case) -> None:
    """The case is the one that is talked of now, and one of those that are known."""
    person = turn.slot(Slot.FOR_WHOM) or YOUR
    known = {"number": case.case_number, "topic": case.topic, "reference": case.reference, "person": person}
    turn.set(Slot.CASES, [*turn.items(Slot.CASES), known])
    turn.set(Slot.CASE_NUMBER, case.case_number)
    turn.set(Slot.STEP, FlowStep.HANDED_OVER)


def amend_noted(turn: Turn, **changed: Any) -> None:
    """What was changed in the case that is talked of now."""
    number = turn.slot(Slot.CASE_NUMBER)
    cases = [case | changed if case["number"] == number else case for case in turn.items(Slot.CASES)]
    turn.set(Slot.CASES, cases)


def takes_up_case(turn: Turn, problem: Problem) -> bool:
    """Whether the problem was passed on before: then its case is the one that is talked of again."""
    person = turn.slot(Slot.FOR_WHOM) or YOUR
    wanted = (problem.topic, problem.reference or NO_REFERENCE, person)
    for case in turn.items(Slot.CASES):
        same = (case["topic"], case["reference"] or NO_REFERENCE, case["person"]) == wanted
        if same and problem.topic != OTHER:
            turn.set(Slot.ARTICLE, problem.article)
            turn.set(Slot.TOPIC, problem.topic)
            turn.set(Slot.REFERENCE, case["reference"])
            turn.set(Slot.PROBLEM_OF, person)
            turn.set(Slot.CASE_NUMBER, case["number"])
            turn.set(Slot.STEP, FlowStep.HANDED_OVER)
            return True
    return False
