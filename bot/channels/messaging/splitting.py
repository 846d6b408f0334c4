"""Splits a text into parts that a channel can send: between paragraphs, sentences or, failing that, words.

A measure is a function that returns the length of a text in the channel's units.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Measure = Callable[[str], int]
SENTENCE = re.compile(r"(?<=[.?!])\s+(?=\S)")


def split(text: str, most: int, measure: Measure = len) -> list[str]:
    """Returns non-empty parts of at most `most` units; cuts a word only if it is too long by itself."""
    parts: list[str] = []
    for piece, joint in _pieces(text, most, measure):
        if parts and measure(together := parts[-1] + joint + piece) <= most:
            parts[-1] = together
        else:
            parts.append(piece)
    return parts


def _pieces(text: str, most: int, measure: Measure) -> Iterator[tuple[str, str]]:
    """Yields pieces that fit, each with the separator before it."""
    joint = ""
    for paragraph in re.split(r"\n{2,}", text.strip()):
        for whole, between in _halves(paragraph.strip(), most, measure):
            yield whole, between or joint
        joint = "\n\n"


def _halves(paragraph: str, most: int, measure: Measure) -> Iterator[tuple[str, str]]:
    between = ""
    for line in paragraph.splitlines() if measure(paragraph) > most else [paragraph]:
        for sentence in SENTENCE.split(line) if measure(line) > most else [line]:
            for word in _words(sentence, most, measure):
                if word:
                    yield word, between
                    between = " "
        between = "\n"


def _words(sentence: str, most: int, measure: Measure) -> Iterator[str]:
    if measure(sentence) <= most:
        yield sentence
        return
    for word in sentence.split():
        while measure(word) > most:
            cut = most if measure(word[:most]) <= most else most // 2
            yield word[:cut]
            word = word[cut:]
        yield word
