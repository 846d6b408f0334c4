"""Small bounded patterns over the words of a message: `cant ..3 breathe`, `chest ~4 @pain`.

A pattern is a row of terms. A term is a word, a stem (`bleed*`), a set from the lexicon (`@pain`), or several
of them (`hits|beats`). Between two terms, nothing means next to each other, `..3` up to three words in
between, and `~3` the same in either order. `<` and `>` are the message's beginning and end.
Places are bits of one integer, so that the work is bounded by patterns x terms, however long the message.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.safety.words import Word


@dataclass(frozen=True)
class Link:
    """How far the next term may be: up to `gap` words in between, in either order if `loose`."""

    gap: int = 0
    loose: bool = False

    def reach(self, places: int) -> int:
        reached = 0
        for step in range(1, self.gap + 2):
            reached |= places << step
            if self.loose:
                reached |= places >> step
        return reached

    def back(self, places: int) -> int:
        reached = 0
        for step in range(1, self.gap + 2):
            reached |= places >> step
            if self.loose:
                reached |= places << step
        return reached


@dataclass(frozen=True)
class Pattern:
    terms: tuple[str, ...]
    links: tuple[Link, ...]

    def places(self, where: Mapping[str, int]) -> int:
        """The places of all words that take part in a match, as bits; 0 if there is none."""
        steps = [where.get(self.terms[0], 0)]
        for term, link in zip(self.terms[1:], self.links, strict=True):
            if not steps[-1]:
                return 0
            steps.append(where.get(term, 0) & link.reach(steps[-1]))
        matched = last = steps[-1]
        for places, link in zip(reversed(steps[:-1]), reversed(self.links), strict=True):
            last = places & link.back(last)
            matched |= last
        return matched


def parse(line: str) -> Pattern:
    terms: list[str] = []
    links: list[Link] = []
    pending = Link()
    for part in line.split():
        if part.startswith("..") or (part.startswith("~") and part[1:].isdigit()):
            pending = Link(int(part.lstrip(".~")), part.startswith("~"))
            continue
        if terms:
            links.append(pending)
        terms.append(part)
        pending = Link()
    return Pattern(tuple(terms), tuple(links))


class Index:
    """Which terms a word belongs to: itself, its stems and its sets."""

    def __init__(self, terms: Iterable[str], sets: Mapping[str, Iterable[str]]) -> None:
        self._words: dict[str, set[str]] = {}
        self._stems: dict[str, set[str]] = {}
        for term in terms:
            for member in _members(term, sets):
                known = self._stems if member.endswith("*") else self._words
                known.setdefault(member.rstrip("*"), set()).add(term)

    def words(self) -> Iterable[str]:
        return self._words

    def knows(self, word: str) -> bool:
        return bool(self._terms(word))

    def places(self, words: Iterable[Word]) -> dict[str, int]:
        """For each term, the places of its words as bits."""
        where: dict[str, int] = {}
        for place, word in enumerate(words):
            for reading in word:
                for term in self._terms(reading):
                    where[term] = where.get(term, 0) | 1 << place
        return where

    def _terms(self, word: str) -> set[str]:
        terms = set(self._words.get(word, ()))
        for end in range(2, min(len(word), 14) + 1):
            terms |= self._stems.get(word[:end], set())
        return terms


def _members(term: str, sets: Mapping[str, Iterable[str]]) -> Iterable[str]:
    for choice in term.split("|"):
        if choice.startswith("@"):
            for member in sets[choice]:
                yield from _members(member, sets)
        else:
            yield choice
