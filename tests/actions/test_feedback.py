"""How it went: asked once, optional, in words or by a button, and passed to the bot."""

from __future__ import annotations

import pytest

from actions.feedback import rating_of
from actions.flow import SayGoodbye
from actions.help import Help
from actions.names import FlowStep, Intent, Slot
from actions.small_talk import Repair
from tests.actions.building import NOTHING, Situation, run

ASKED = {Slot.STEP: FlowStep.RATING.value, Slot.ARTICLE: "nhs_number"}


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("really helpful", "good"),
        ("it was great", "good"),
        ("not bad", "middle"),
        ("ok I suppose", "middle"),
        ("rubbish", "bad"),
        ("it did not help me, waste of time", "bad"),
        ("my GP is in Leeds", None),
    ],
)
def test_words_are_a_rating(text: str, rating: str | None) -> None:
    assert rating_of(text) == rating


def test_it_is_asked_at_the_end_of_a_problem() -> None:
    left = run(SayGoodbye(), Situation("no", Intent.DENY, slots={Slot.ARTICLE: "nhs_number"}))
    assert left.said == ["utter_ask_feedback"]
    assert left.slot(Slot.STEP) == FlowStep.RATING.value


@pytest.mark.parametrize("slots", [{}, {Slot.ARTICLE: "nhs_number", Slot.SAID_ONCE: ["feedback"]}])
def test_not_without_a_problem_and_not_twice(slots: dict[Slot, object]) -> None:
    assert run(SayGoodbye(), Situation("no", Intent.DENY, slots=slots)).said == ["utter_goodbye"]


def test_the_answer_is_stored_and_passed_on() -> None:
    left = run(Repair(), Situation("it was great", Intent.NLU_FALLBACK, slots=ASKED))
    assert left.slot(Slot.FEEDBACK) == "good"
    assert left.data == [{"feedback": {"rating": "good", "words": "it was great"}}]
    assert left.slot(Slot.STEP) == FlowStep.CLOSED.value


@pytest.mark.parametrize(
    ("intent", "rating"), [(Intent.RATE_WELL, "good"), (Intent.RATE_MIDDLE, "middle"), (Intent.RATE_BADLY, "bad")]
)
def test_a_button_is_a_rating(intent: Intent, rating: str) -> None:
    left = run(Help(), Situation(f"/{intent.value}", intent, slots=ASKED))
    assert left.slot(Slot.FEEDBACK) == rating
    assert left.data == [{"feedback": {"rating": rating, "words": None}}]


def test_no_answer_is_an_answer() -> None:
    left = run(Repair(), Situation("no thanks", Intent.DENY, slots=ASKED))
    assert left.said == ["utter_goodbye"]
    assert left.slot(Slot.FEEDBACK) is NOTHING


def test_after_a_handover_the_case_stays_handed_over() -> None:
    left = run(Repair(), Situation("great", Intent.NLU_FALLBACK, slots=ASKED | {Slot.CASE_NUMBER: "K7M-4PQ"}))
    assert left.slot(Slot.STEP) == FlowStep.HANDED_OVER.value
