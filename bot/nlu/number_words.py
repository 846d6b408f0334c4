"""The words that numbers are said with, in the language of the conversation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from content.phrases import Phrases, PhrasesOf

_PHRASES = PhrasesOf("spoken_numbers")


@dataclass(frozen=True)
class NumberWords:
    """The digits that words stand for. `heard`: what dictation makes of a digit. `every`: all words of numbers."""

    units: Mapping[str, str]
    heard: Mapping[str, str]
    last_heard: Mapping[str, str]
    pairs: Mapping[str, str]
    tens: Mapping[str, str]
    repeats: Mapping[str, int]
    thousand: frozenset[str]
    hundred: frozenset[str]
    and_: frozenset[str]
    every: frozenset[str]
    counted: re.Pattern[str]  # after a number that counts something


def number_words() -> NumberWords:
    """Get them once for a text: each number is looked up many times."""
    return _read(_PHRASES())


@cache
def _read(said: Phrases) -> NumberWords:
    def digits(name: str) -> dict[str, str]:
        return {word: str(value) for word, value in said.table(name).items()}

    tables = [word for name in ("units", "heard", "pairs", "tens", "repeats") for word in said.table(name)]
    parts = [word for name in ("thousand", "hundred", "and") for word in said.listed(name)]
    return NumberWords(
        units=digits("units"),
        heard=digits("heard"),
        last_heard=digits("last_heard"),
        pairs=digits("pairs"),
        tens=digits("tens"),
        repeats={word: int(times) for word, times in said.table("repeats").items()},
        thousand=said.word_set("thousand"),
        hundred=said.word_set("hundred"),
        and_=said.word_set("and"),
        every=frozenset((*tables, *parts)),
        counted=said["counted"],
    )
