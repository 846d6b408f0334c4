"""Reads numbers as people type and say them: `943 476 5919`, `4-8-3-9-2-0`, `O` for 0, `four eight three`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

_WORDS = {
    "zero": "0", "oh": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "double": "", "triple": "",
}  # fmt: skip
_GROUP = re.compile(
    r"(?:\d|[Oo](?=[\dOo]*\d)(?<![A-Za-z][Oo])|(?<=\d)[Oo](?![A-NP-Za-np-z]))+"
    r"|(?<![A-Za-z0-9])(?:" + "|".join(_WORDS) + r")(?![A-Za-z0-9'])",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[ .,_\n–—-]{1,3}|")
_TIMES = {"double": 2, "triple": 3}


@dataclass(frozen=True)
class Group:
    start: int
    end: int
    digits: str


@dataclass(frozen=True)
class Window:
    """Neighbouring groups of a run, read as one number."""

    parts: tuple[Group, ...]

    @property
    def start(self) -> int:
        return self.parts[0].start

    @property
    def end(self) -> int:
        return self.parts[-1].end

    @cached_property
    def digits(self) -> str:
        return "".join(self.groups)

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(group.digits for group in self.parts)

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(map(len, self.groups))

    def overlaps(self, others: Iterable[Window]) -> bool:
        return any(self.start < other.end and other.start < self.end for other in others)


class Run(Window):
    """Groups of digits with nothing but blanks, dashes, dots or commas between them."""

    def windows(self, lengths: range) -> Iterator[Window]:
        """Each stretch of whole groups with so many digits, the longest first at each place."""
        for first in range(len(self.parts)):
            size, fitting = 0, []
            for last in range(first, len(self.parts)):
                size += len(self.parts[last].digits)
                if size >= lengths.stop:
                    break
                if size in lengths:
                    fitting.append(Window(self.parts[first : last + 1]))
            yield from reversed(fitting)


def runs(text: str) -> Iterator[Run]:
    current: list[Group] = []
    for group in _groups(text):
        if current and not _SEPARATOR.fullmatch(text, current[-1].end, group.start):
            yield Run(tuple(current))
            current = []
        current.append(group)
    if current:
        yield Run(tuple(current))


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
