"""The reference is asked for once; an unknown one is repeated exactly, checked once, and never guessed."""

from __future__ import annotations

from typing import Any

import pytest

from actions.interruptions import INTERRUPTIONS
from actions.names import NO_REFERENCE, Form, Intent, Slot
from actions.reference_form import ValidateReferenceForm
from content.topics import topics as all_topics
from tests.actions.building import NOTHING, Left, Situation, run

UNKNOWN: dict[Slot, Any] = {Slot.REFERENCE: "CID9999", Slot.REFERENCE_ASKS: 1}


def answered(text: str, intent: Intent | None = None, asked: Slot = Slot.REFERENCE, **known: Any) -> Left:
    return run(ValidateReferenceForm(), Situation(text, intent, form=Form.REFERENCE, requested=asked, **known))


def checked(text: str, intent: Intent | None = None, **known: Any) -> Left:
    """An answer to "Is CID9999 exactly what it says?"."""
    known.setdefault("slots", UNKNOWN)
    return answered(text, intent, Slot.REFERENCE_CHECKED, **known)


def began(slots: dict[Slot, Any]) -> Left:
    return run(ValidateReferenceForm(), Situation("it is broken", slots=slots, ran=["action_open_article"]))


@pytest.mark.parametrize(
    ("slots", "asked"),
    [
        ({}, "reference"),
        ({Slot.REFERENCE: "CID9999"}, "reference_checked"),
        ({Slot.REFERENCE: "CID9999", Slot.REFERENCE_CHECKED: True}, None),
        ({Slot.REFERENCE: NO_REFERENCE}, None),
        *[({Slot.REFERENCE: reference}, None) for reference in all_topics().by_reference],
    ],
)
def test_only_what_is_missing_is_asked(slots: dict[Slot, Any], asked: str | None) -> None:
    assert began(slots).asks_for == asked


# "Is there a code on the screen?"


def test_a_known_reference_settles_the_question() -> None:
    left = answered("CID7023", Intent.GIVE_REFERENCE, references=[("CID7023", True)])
    assert left.slot(Slot.REFERENCE) == "CID7023"
    assert left.asks_for is None


def test_four_digits_are_enough_where_a_code_was_asked_for() -> None:
    assert answered("it says 7029", Intent.OUT_OF_SCOPE).slot(Slot.REFERENCE) == "CID7029"


@pytest.mark.parametrize("text", ["70291", "702", "1234", "in 2019"])
def test_other_numbers_are_not_taken_for_a_known_code(text: str) -> None:
    assert answered(text, Intent.OUT_OF_SCOPE).slot(Slot.REFERENCE) is NOTHING


def test_the_last_of_several_references_counts() -> None:
    left = answered("not CID7023, CID7029", references=[("CID7023", True), ("CID7029", True)])
    assert left.slot(Slot.REFERENCE) == "CID7029"


def test_a_reference_decides_over_the_words_around_it() -> None:
    left = answered("no, CID7023", Intent.DENY, references=[("CID7023", True)])
    assert left.slot(Slot.REFERENCE) == "CID7023"


def test_an_unknown_reference_is_checked_once() -> None:
    left = answered("CID9999", Intent.GIVE_REFERENCE, references=[("CID9999", False)])
    assert left.slot(Slot.REFERENCE) == "CID9999"
    assert left.asks_for == "reference_checked"


@pytest.mark.parametrize(
    ("text", "intent"),
    [("no", Intent.DENY), ("there is no code", Intent.OUT_OF_SCOPE), ("I can't see any", Intent.ASK_HELP)],
)
def test_that_there_is_no_code_settles_the_question(text: str, intent: Intent) -> None:
    left = answered(text, intent)
    assert left.slot(Slot.REFERENCE) == NO_REFERENCE
    assert left.asks_for is None


def test_yes_there_is_one_asks_for_it_again_without_a_reproach() -> None:
    left = answered("yes there is", Intent.AFFIRM)
    assert left.said == []
    assert left.asks_for == "reference"


def test_what_holds_no_code_is_said_once() -> None:
    left = answered("purple", Intent.OUT_OF_SCOPE)
    assert left.said == ["utter_reference_not_understood"]
    assert left.asks_for == "reference"


def test_the_second_answer_without_a_code_goes_on_without() -> None:
    left = answered("purple", Intent.OUT_OF_SCOPE, slots={Slot.REFERENCE_ASKS: 1})
    assert left.slot(Slot.REFERENCE) == NO_REFERENCE
    assert left.asks_for is None


@pytest.mark.parametrize("intent", [*sorted(INTERRUPTIONS - {Intent.GIVE_REFERENCE}), *all_topics().by_intent])
def test_an_interruption_leaves_the_slots_alone(intent: Intent | str) -> None:
    assert answered("something else", intent).slots == {"requested_slot": "reference"}


def test_after_an_interruption_the_same_question_stays() -> None:
    situation = Situation(
        "hello", Intent.GREET, form=Form.REFERENCE, requested=Slot.REFERENCE, ran=["utter_greet", "action_resume"]
    )
    assert run(ValidateReferenceForm(), situation).slots == {"requested_slot": "reference"}


# "Is CID9999 exactly what it says?"


def test_yes_settles_an_unknown_reference() -> None:
    left = checked("yes", Intent.AFFIRM)
    assert left.slot(Slot.REFERENCE) is NOTHING
    assert left.asks_for is None


def test_no_asks_for_the_code_again() -> None:
    left = checked("no", Intent.DENY)
    assert left.slot(Slot.REFERENCE) is None
    assert left.said == ["utter_reference_type_again"]
    assert left.asks_for == "reference"


def test_the_right_code_in_place_of_yes_or_no_is_taken() -> None:
    left = checked("no it is CID7023", Intent.DENY, references=[("CID7023", True)])
    assert left.slot(Slot.REFERENCE) == "CID7023"
    assert left.asks_for is None


@pytest.mark.parametrize("again", ["CID9999", "CID8888"])
def test_an_unknown_code_that_comes_a_second_time_is_what_the_screen_says(again: str) -> None:
    left = checked(again, Intent.GIVE_REFERENCE, references=[(again, False)])
    assert left.slot(Slot.REFERENCE) == again
    assert left.asks_for is None


def test_neither_yes_nor_no_is_asked_for_once_more() -> None:
    left = checked("purple", Intent.OUT_OF_SCOPE)
    assert left.said == ["utter_yes_or_no"]
    assert left.asks_for == "reference_checked"


def test_then_the_unknown_code_is_taken_as_it_is() -> None:
    left = checked("purple", Intent.OUT_OF_SCOPE, slots={**UNKNOWN, Slot.REFERENCE_ASKS: 2})
    assert left.slot(Slot.REFERENCE) is NOTHING
    assert left.asks_for is None


def test_after_typing_it_again_an_unknown_code_is_not_checked_once_more() -> None:
    left = answered("CID9998", Intent.GIVE_REFERENCE, references=[("CID9998", False)], slots={Slot.REFERENCE_ASKS: 2})
    assert left.slot(Slot.REFERENCE) == "CID9998"
    assert left.asks_for is None
