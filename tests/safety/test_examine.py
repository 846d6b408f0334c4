"""What must hold for every message, however made."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.safety import LONGEST, Examined, examine

PIECES = [
    "password ", "is ", "my ", "code ", "[password removed]", "[security code removed]", "482913", "943 476 5919 ",
    "4111 1111 1111 1111", '"', "'", ":", "=", " ", "\n", "/", "{", "}", "pw ", "hunter2", "linkage key ",
    "hT7kPq92LmZx", "nhs number ", "07700 900123", "\u200b", "one ", "double ", "O", "0", "-", ".", "!", "[", "]",
    "changed ", "to ", "fluffy ", "card ", "K7M-4PQ", "CID7023", "a@b.co", "12 ", "pin ", "é", "😂", "\x00",
]  # fmt: skip
MOST_TIMES = 4
SCRAMBLED = " ".join("".join(random.Random(n).choices("aeioutnsrlcdp", k=13)) for n in range(80))
HARD = [
    "a" * 100_000, "1" * 1000, "1 " * 500, "1-" * 500, " " * 1000, "chest " * 166, "o" * 1000, "O0" * 500,
    "4111 " * 200,
    "password " * 110, "password is " * 90, "pw:" * 333, "a." * 500, "a@" * 500, "a.a@a.a" * 142,
    '"' * 1000, "'a" * 500,
    "one " * 250, "double " * 142, "/" * 1000, "/{" * 500, '/a{"' * 250, "a b c d " * 125, "heeelp " * 140, "x1" * 500,
    "nhs number is " * 70, "i want to die " * 70, "he hits me " * 90, "not cant never " * 66, "\u200b" * 4000,
    "key Ab1Cd2Ef3G " * 66, 'my password is "' * 60, "07700 900123 " * 77, "943 476 5919 " * 76, "c i d " * 160,
    "http://" * 140, "e\u0301" * 500, "ﷺ" * 1000, "k.i.l.l " * 125, SCRAMBLED,
]  # fmt: skip


@given(st.one_of(st.text(max_size=400), st.lists(st.sampled_from(PIECES), max_size=60).map("".join)), st.booleans())
@example("", False)
@settings(max_examples=400, deadline=None)
def test_examining_again_finds_nothing_new(text: str, asked: bool) -> None:
    once = examine(text, asked_for_code=asked)
    again = examine(once.text, asked_for_code=asked)
    assert again.text == once.text
    assert again.secrets == ()
    assert len(once.text) <= LONGEST
    assert not once.text.startswith("/")


@given(st.lists(st.sampled_from(PIECES), min_size=100, max_size=400).map("".join))
@settings(max_examples=60, deadline=None)
def test_a_long_message_stays_within_bounds_when_markers_are_put_in(text: str) -> None:
    once = examine(text)
    assert len(once.text) <= LONGEST
    assert examine(once.text) == Examined(once.text, (), examine(once.text).emergency)


def test_no_input_takes_many_times_what_an_ordinary_one_of_the_same_length_takes() -> None:
    """A pattern that tries everything again at each letter takes a hundred times as long. Both by turns."""
    ordinary = ("I cannot get into the NHS App on my new phone and do not know what to do. " * 14)[:LONGEST]
    slow = {text[:30]: ratio for text in HARD if (ratio := best_of(text) / best_of(ordinary)) > MOST_TIMES}
    assert not slow


@pytest.mark.parametrize("text", HARD)
def test_hard_inputs_stay_within_bounds(text: str) -> None:
    assert len(examine(text).text) <= LONGEST


def best_of(text: str, times: int = 5) -> float:
    """Seconds of the processor."""
    spent = []
    for _ in range(times):
        start = time.process_time()
        examine(text)
        spent.append(time.process_time() - start)
    return min(spent)
