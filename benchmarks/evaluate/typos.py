"""Slips of the keyboard, seeded by the message itself: the same message slips the same way in every run."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from bot.nlu.emails import find_emails
from bot.nlu.references import find_references

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NO_WORD = re.compile(r"\S*\d\S*|\[[^\]]* removed\]")  # digits with what hangs on them; markers of secrets


def _neighbours() -> dict[str, str]:
    """The keys beside, above and below each letter of a British keyboard."""
    near: dict[str, set[str]] = {letter: set() for row in _ROWS for letter in row}
    for number, row in enumerate(_ROWS):
        for place, letter in enumerate(row):
            beside = [row[p] for p in (place - 1, place + 1) if 0 <= p < len(row)]
            lower = _ROWS[number + 1] if number + 1 < len(_ROWS) else ""
            below = [lower[p] for p in (place - 1, place) if 0 <= p < len(lower)]
            for other in [*beside, *below]:
                near[letter].add(other)
                near[other].add(letter)
    return {letter: "".join(sorted(others)) for letter, others in near.items()}


NEIGHBOURS = _neighbours()


def with_slips(text: str, slips: int) -> str:
    """The text with so many slips; the second comes on top of the first. Without letters it stays as it is."""
    for number in range(slips):
        text = slip(text, Random(f"{number}:{text}"))  # noqa: S311 - a repeatable study, not a secret
    return text


def slip(text: str, random: Random) -> str:
    """One slip, its kind drawn first and then its place; never in references, emails, digits or markers."""
    free = free_letters(text)
    kinds = [kind for kind in KINDS if _places(kind, text, free)]
    if not kinds:
        return text
    kind = random.choice(kinds)
    return kind(text, random.choice(_places(kind, text, free)), random)


def free_letters(text: str) -> set[int]:
    """Places of the letters that a finger may miss."""
    held = [(email.start, email.end) for email in find_emails(text)]
    held += [(reference.start, reference.end) for reference in find_references(text)]
    held += [match.span() for match in _NO_WORD.finditer(text)]
    kept = {place for start, end in held for place in range(start, end)}
    return {place for place, letter in enumerate(text) if letter.lower() in NEIGHBOURS and place not in kept}


def neighbouring_key(text: str, place: int, random: Random) -> str:
    hit = random.choice(NEIGHBOURS[text[place].lower()])
    return text[:place] + (hit.upper() if text[place].isupper() else hit) + text[place + 1 :]


def swapped_letters(text: str, place: int, random: Random) -> str:
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def missing_letter(text: str, place: int, random: Random) -> str:
    return text[:place] + text[place + 1 :]


def doubled_letter(text: str, place: int, random: Random) -> str:
    return text[:place] + text[place] + text[place:]


def missing_space(text: str, place: int, random: Random) -> str:
    """`place` is the letter before the space."""
    return text[: place + 1] + text[place + 2 :]


Kind = Callable[[str, int, Random], str]
KINDS: tuple[Kind, ...] = (neighbouring_key, swapped_letters, missing_letter, doubled_letter, missing_space)


def _places(kind: Kind, text: str, free: set[int]) -> list[int]:
    """Where this kind of slip changes something and leaves a word."""
    if kind is swapped_letters:
        return [p for p in sorted(free) if p + 1 in free and text[p] != text[p + 1]]
    if kind is missing_letter:
        return sorted(free) if len(free) > 1 else []
    if kind is missing_space:
        return [p for p in sorted(free) if text[p + 1 : p + 2] == " " and p + 2 in free]
    return sorted(free)
