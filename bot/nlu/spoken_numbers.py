"""Reads numbers as they are written or said: `7o23`, `2-0-1-1`, `seventy twenty three`, `two thousand and eleven`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.nlu.number_words import NumberWords, number_words


@dataclass(frozen=True)
class Number:
    """Digits as written or said: `groups` are the pieces, `plain` is true when no piece was a word."""

    end: int
    groups: tuple[str, ...]
    plain: bool

    @property
    def digits(self) -> str:
        return "".join(self.groups)


PIECE = re.compile(r"(?:[0-9oil|]*[0-9][0-9oil|]*|[a-z]{1,9})(?![^\W_])")
_BETWEEN = re.compile(r"[\s.,_\u2013-]{1,3}")


def read_number(folded: str, at: int) -> Number | None:
    """The digits that begin at a place of a lower-case text: `7o23`, `2-0-1-1`, `seventy twenty three`."""
    said = number_words()
    pieces = _pieces(folded, at, said)
    groups: list[str] = []
    end, plain, i = at, True, 0
    while i < len(pieces) and not _complete(folded, groups, end, pieces[i], said):
        group, used = _group(pieces, i, bool(groups), said)
        if not used and len(groups) == 3 == len("".join(groups)):
            group, used = said.last_heard.get(pieces[i][0], ""), int(pieces[i][0] in said.last_heard)
        last = pieces[i + used - 1] if used else pieces[i]
        if not used or (groups and len(group) > 4) or said.counted.match(folded, last.end()):
            break
        groups.append(group)
        plain = plain and pieces[i][0][0] in "0123456789oil|" and pieces[i][0] not in said.every
        end, i = last.end(), i + used
    return Number(end, tuple(groups), plain) if groups else None


def _pieces(folded: str, at: int, said: NumberWords) -> list[re.Match[str]]:
    """Up to 14 numerals and number words in a row."""
    pieces: list[re.Match[str]] = []
    piece = PIECE.match(folded, at)
    while piece and len(pieces) < 14 and (has_digit(piece[0]) or piece[0] in said.every):
        pieces.append(piece)
        gap = _BETWEEN.match(folded, piece.end())
        piece = PIECE.match(folded, gap.end()) if gap else None
    return pieces


def _complete(folded: str, groups: list[str], end: int, following: re.Match[str], said: NumberWords) -> bool:
    """Whether four digits are all: not so when a fifth is said like them, or hangs on a hyphen or dot."""
    if len("".join(groups)) < 4:
        return False
    one_by_one = len(groups) >= 4 and all(len(group) == 1 for group in groups)
    next_digit = following[0] in said.units or (following[0].isdigit() and len(following[0]) == 1)
    hangs = following.start() == end + 1 and folded[end] in "-_." and following[0][0].isdigit()
    return not hangs and not (one_by_one and next_digit)


def _group(pieces: list[re.Match[str]], i: int, inside: bool, said: NumberWords) -> tuple[str, int]:
    """The digits that the pieces from i on stand for, and how many pieces that took; ("", 0) for none."""
    words = [piece[0] for piece in pieces[i : i + 7]] + [""]
    first, second = words[0], words[1]
    units = said.units
    if has_digit(first):
        return first.translate(_LETTERS_AS_DIGITS), 1
    if first in said.repeats:
        digit = second if len(second) == 1 and second.isdigit() else units.get(second, "")
        return digit * said.repeats[first], 2 if digit else 0
    if second in said.thousand and first in units:
        rest, used = _below_thousand(words[2:], said)
        return f"{units[first]}{rest:03d}", 2 + used
    if first in said.tens or first in said.pairs:
        value, used = _below_hundred(words, said)
        return str(value), used
    if first in units and (inside or first != "o"):
        return units[first], 1
    return (said.heard[first], 1) if inside and first in said.heard and second in units else ("", 0)


_LETTERS_AS_DIGITS = str.maketrans("oil|", "0111")


def _below_hundred(words: list[str], said: NumberWords) -> tuple[int, int]:
    first, second = words[0], words[1] if len(words) > 1 else ""
    units = said.units
    if first in said.pairs:
        return int(said.pairs[first]), 1
    if first in said.tens:
        unit = int(units.get(second, "0"))
        return int(said.tens[first]) * 10 + unit, 2 if unit else 1
    return (int(units[first]), 1) if first in units else (0, 0)


def _below_thousand(words: list[str], said: NumberWords) -> tuple[int, int]:
    at, value = 0, 0
    if len(words) > 1 and words[1] in said.hundred and words[0] in said.units:
        at, value = 2, int(said.units[words[0]]) * 100
    skipped = at + (at < len(words) and words[at] in said.and_)
    rest, used = _below_hundred(words[skipped:] or [""], said)
    return value + rest, skipped + used if used else at


def has_digit(word: str) -> bool:
    return any("0" <= char <= "9" for char in word)
