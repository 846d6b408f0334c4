"""One sincere sentence where somebody is frightened or angry, and never the same one twice."""

from __future__ import annotations

import pytest

from actions.feelings import feeling_in
from actions.names import FlowStep, Intent, Slot
from actions.small_talk import Calm, Repair
from tests.actions.building import Left, Situation, run


def repaired(text: str, intent: Intent = Intent.NLU_FALLBACK, **slots: object) -> Left:
    given = {Slot(name): value for name, value in slots.items()}
    return run(Repair(), Situation(text, intent, slots=given))


@pytest.mark.parametrize(
    ("text", "feeling"),
    [
        ("I am so scared", "frightened"),
        ("im panicking", "frightened"),
        ("this is a disgrace", "angry"),
        ("sick of this", "angry"),
        ("I am not worried", None),
        ("don't be angry", None),
        ("no code", None),
    ],
)
def test_feelings_are_heard_where_they_are_said(text: str, feeling: str | None) -> None:
    assert feeling_in(text) == feeling


def test_it_is_said_before_the_answer() -> None:
    assert repaired("I am terrified").said[0] == "utter_feeling_frightened_1"


def test_the_next_time_another_sentence_is_said() -> None:
    assert repaired("I am terrified", said_once=["utter_feeling_frightened_1"]).said[0] == "utter_feeling_frightened_2"


def test_when_all_were_said_none_is_said_again() -> None:
    said = [f"utter_feeling_frightened_{number}" for number in (1, 2, 3)]
    assert not repaired("I am terrified", said_once=said).said[0].startswith("utter_feeling")


def test_abuse_and_ratings_have_words_of_their_own() -> None:
    assert run(Calm(), Situation("useless", Intent.ABUSE)).said[0] == "utter_calm"
    assert not repaired("useless", step=FlowStep.RATING.value).said[0].startswith("utter_feeling")
