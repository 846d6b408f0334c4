"""Misspelt words of danger are read; everyday words are not turned into them."""

from __future__ import annotations

import pytest

from bot.safety import lexicon
from bot.safety.spelling import mistakes

SPELLING = lexicon.load().spelling


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("brething", "breathing"),
        ("sucidal", "suicidal"),
        ("unconsious", "unconscious"),
        ("colapsed", "collapsed"),
        ("seazure", "seizure"),
        ("strangeld", "strangled"),
        ("ambulence", "ambulance"),
        ("stangled", "strangled"),
    ],
)
def test_a_misspelt_word_of_danger_is_read(typed: str, meant: str) -> None:
    assert meant in SPELLING.readings(typed)


@pytest.mark.parametrize("word", ["chess", "breach", "stoke", "server", "facebook", "booklet", "striking", "nice"])
def test_an_everyday_word_is_left_alone(word: str) -> None:
    assert SPELLING.readings(word) == (word,)


def test_words_run_together_are_taken_apart() -> None:
    assert SPELLING.readings("chestpains")[1:] == ("chest", "pains") or "chestpains" in SPELLING.readings("chestpains")
    assert SPELLING.readings("killmyself")[1:] == ("kill", "myself")


def test_swapped_letters_are_one_mistake() -> None:
    assert mistakes("chets", "chest", 1) == 1
    assert mistakes("abcdef", "chest", 1) == 2
