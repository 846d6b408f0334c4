"""Repairs misspellings of the lexicon's words by deleting letters on both sides, so that no word costs much."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import combinations

from rapidfuzz.distance import OSA

from bot.safety.words import Word

_SHORTEST, _LONGEST = 5, 16  # letters of words that are repaired
_REMEMBERED = 20_000  # words whose readings are kept in memory
_TWO_FROM = 8  # letters from which two mistakes are repaired


class Spelling:
    """Readings of a typed word: itself, known variants, and the lexicon's words one or two mistakes away."""

    def __init__(
        self,
        targets: Iterable[str],
        variants: Mapping[str, str],
        real_words: Iterable[str],
        knows: Callable[[str], bool],
    ) -> None:
        self._variants = dict(variants)
        self._real = set(real_words)
        self._knows = knows
        self._shortened: dict[str, set[str]] = {}
        self.readings = lru_cache(_REMEMBERED)(self._readings)
        self._targets = {word for word in targets if len(word) >= _SHORTEST}
        for word in self._targets:
            for short in _deletions(word, 2 if len(word) >= _TWO_FROM else 1):
                self._shortened.setdefault(short, set()).add(word)

    def _readings(self, typed: str) -> Word:
        variant = self._variants.get(typed)
        if variant:
            return (typed, *variant.split())
        if len(typed) < _SHORTEST - 1 or len(typed) > 2 * _LONGEST or typed in self._real or self._knows(typed):
            return (typed,)
        nearest = self._nearest(typed) if len(typed) <= _LONGEST else ()
        return (typed, *(nearest or self._split(typed)))

    def _nearest(self, typed: str) -> Word:
        allowed = 2 if len(typed) >= _TWO_FROM - 1 else 1
        candidates: set[str] = set()
        for short in _deletions(typed, allowed):
            candidates |= self._shortened.get(short, set())
        near: dict[int, list[str]] = {}
        for word in candidates:
            if len(word) >= _TWO_FROM or allowed == 1 or abs(len(word) - len(typed)) <= 1:
                distance = mistakes(typed, word, 2 if len(word) >= _TWO_FROM else 1)
                near.setdefault(distance, []).append(word)
        best = min(near, default=9)
        return tuple(sorted(near[best])) if best <= allowed else ()

    def _split(self, typed: str) -> Word:
        """Two known words run together: `chestpain`, `killmyself`."""
        for at in range(3, len(typed) - 2):
            if self._knows(typed[:at]) and self._knows(typed[at:]):
                return (typed[:at], typed[at:])
        return ()


def mistakes(typed: str, word: str, most: int) -> int:
    """Counts letters added, missing, changed or swapped; `most` + 1 if there are more or the first two differ."""
    if abs(len(typed) - len(word)) > most or (typed[0] != word[0] and typed[1:2] != word[1:2]):
        return most + 1
    return OSA.distance(typed, word, score_cutoff=most)


def _deletions(word: str, most: int) -> set[str]:
    """The word without 0 to `most` of its letters."""
    found = {word}
    for count in range(1, most + 1):
        for gone in combinations(range(len(word)), count):
            found.add("".join(letter for at, letter in enumerate(word) if at not in gone))
    return found
