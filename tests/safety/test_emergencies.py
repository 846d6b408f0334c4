"""Emergencies: held-out messages of another writer, and the messages that safety learned from.

The held-out messages (`data/emergencies.tsv`, `data/not_emergencies.tsv`) say what to expect of new ones. Nothing may
be mended after them: when that is wanted, they move to `data/safety` first and somebody else writes others.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.safety import Emergency, examine
from content.files import ROOT
from tests.safety.rows import rows

LEARNED = sorted((ROOT / "data" / "safety").glob("*.tsv"))


def learned() -> Iterator[tuple[str, str]]:
    for file in LEARNED:
        for line in file.read_text("utf-8").splitlines()[1:]:
            text, label = line.split("\t")
            yield text, label


def test_held_out_emergencies_are_noticed() -> None:
    every = rows("emergencies")
    missed = [f"{label}: {text}" for text, label in every if examine(text).emergency is None]
    assert len(every) >= 150
    assert len(missed) <= 0.02 * len(every), "\n".join(missed)


def test_other_held_out_messages_raise_no_alarm() -> None:
    every = rows("not_emergencies")
    alarms = [f"{found.value}: {text}" for text, _ in every if (found := examine(text).emergency)]
    assert len(every) >= 300
    assert len(alarms) <= 0.02 * len(every), "\n".join(alarms)


def test_held_out_messages_were_not_learned_from() -> None:
    known = {text.lower().strip(" .!?") for text, _ in learned()}
    held_out = [text for name in ("emergencies", "not_emergencies") for text, _ in rows(name)]
    assert [text for text in held_out if text.lower().strip(" .!?") in known] == []


def test_what_was_learned_is_known() -> None:
    """Not what to expect of new messages: only that nothing is lost again."""
    wrong = [(text, label) for text, label in learned() if (examine(text).emergency is None) != (label == "none")]
    assert len(LEARNED) >= 10
    assert len(wrong) <= 0.012 * sum(1 for _ in learned()), "\n".join(map(str, wrong))


def test_nine_held_out_emergencies_in_ten_are_of_the_kind_that_was_meant() -> None:
    every = [(text, label, examine(text).emergency) for text, label in rows("emergencies")]
    others = [f"{label}, not {found}: {text}" for text, label, found in every if found and found.value != label]
    assert len(others) <= 0.1 * len(every), "\n".join(others)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("cant breath", Emergency.MEDICAL),
        ("chest pane", Emergency.MEDICAL),
        ("feeling sucidal", Emergency.SELF_HARM),
        ("k i l l myself", Emergency.SELF_HARM),
        ("i wanna d1e", Emergency.SELF_HARM),
        ("my husband hits me", Emergency.DANGER),
        ("chestpain", Emergency.MEDICAL),
        ("He isn\u2019t breathing!!!", Emergency.MEDICAL),
        ("I WANT TO DIEEEEE", Emergency.SELF_HARM),
    ],
)
def test_slang_misspellings_and_odd_typing_are_heard(text: str, kind: Emergency) -> None:
    assert examine(text).emergency is kind


@pytest.mark.parametrize(
    "text",
    [
        "this website is killing me",
        "I'm dying to get in",
        "my app crashed",
        "my phone died",
        "I had a stroke in 2019",
        "chest clinic letter",
        "my husband died last year",
        "prescription for my inhaler",
        "I lost access to that email address so I will not see any update",
        "purple bananas",
        "blue elephants",
        "the one on my phone",
        "left the kettle on",
        "can I take paracetamol with ibuprofen",
        "my knee hurts when I walk",
        "is a cough contagious",
        "",
    ],
)
def test_figures_of_speech_and_past_illness_are_not_heard(text: str) -> None:
    assert examine(text).emergency is None


def test_a_body_in_danger_comes_before_an_intent() -> None:
    assert examine("I want to die, I have taken an overdose of 40 tablets").emergency is Emergency.MEDICAL


def test_an_intent_comes_before_danger_from_others() -> None:
    assert examine("my husband hits me and I want to kill myself").emergency is Emergency.SELF_HARM


def test_a_cry_for_help_inside_a_command_is_heard() -> None:
    assert examine('/greet{"x": "I want to kill myself"}').emergency is Emergency.SELF_HARM


def test_a_cry_for_help_beside_a_secret_is_heard() -> None:
    found = examine("my password is Sunflower22! and I can't breathe")
    assert found.emergency is Emergency.MEDICAL
    assert "Sunflower22" not in found.text
