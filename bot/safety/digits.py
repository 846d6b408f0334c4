"""Reads numbers as people type and say them: `943 476 5919`, `4-8-3-9-2-0`, `O` for 0, `four eight three`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

_WORDS = {
    "zero": "0", "oh": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "double": "", "triple": "",
}  # fmt: skip
_GROUP = re.compile(
    r"(?:\d|[Oo](?=[\dOo]{0,19}\d)(?<![A-Za-z][Oo])|(?<=\d)[Oo](?![A-NP-Za-np-z]))+"
    r"|(?<![A-Za-z0-9])(?:" + "|".join(_WORDS) + r")(?![A-Za-z0-9'])",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[ .,_\n–—-]{1,3}|")
_TIMES = {"double": 2, "triple": 3}


class Group(NamedTuple):
    start: int
    end: int
    digits: str


class Window(NamedTuple):
    """Neighbouring groups of digits, read as one number."""

    parts: tuple[Group, ...]
    digits: str

    @property
    def start(self) -> int:
        return self.parts[0].start

    @property
    def end(self) -> int:
        return self.parts[-1].end

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(group.digits for group in self.parts)

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(map(len, self.groups))

    @property
    def bits(self) -> int:
        """The characters that it takes up."""
        return (1 << self.end) - (1 << self.start)

    def windows(self, lengths: range) -> Iterator[Window]:
        """Each stretch of whole groups with so many digits, the longest first at each place."""
        ends = list(accumulate(len(group.digits) for group in self.parts))
        begin = 0
        for first, end in enumerate(ends):
            shortest = bisect_left(ends, begin + lengths.start, first)
            longest = bisect_left(ends, begin + lengths.stop, first) - 1
            for last in range(longest, shortest - 1, -1):
                yield Window(self.parts[first : last + 1], self.digits[begin : ends[last]])
            begin = end


def runs(text: str) -> Iterator[Window]:
    """Groups of digits with nothing but blanks, dashes, dots or commas between them."""
    current: list[Group] = []
    for group in _groups(text):
        if current and not _SEPARATOR.fullmatch(text, current[-1].end, group.start):
            yield _joined(current)
            current = []
        current.append(group)
    if current:
        yield _joined(current)


def _joined(groups: list[Group]) -> Window:
    return Window(tuple(groups), "".join(group.digits for group in groups))


def _groups(text: str) -> Iterator[Group]:
    times, start = 1, 0
    for match in _GROUP.finditer(text):
        word = match[0].lower()
        if word in _TIMES:
            times, start = _TIMES[word], match.start()
            continue
        digits = _WORDS.get(word) or word.replace("o", "0")
        yield Group(start if times > 1 else match.start(), match.end(), digits[0] * (times - 1) + digits)
        times = 1
