"""Reads numbers as they are written or said: `7o23`, `2-0-1-1`, `seventy twenty three`, `two thousand and eleven`."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Number:
    """Digits as written or said: `groups` are the pieces, `plain` is true when no piece was a word."""

    end: int
    groups: tuple[str, ...]
    plain: bool

    @property
    def digits(self) -> str:
        return "".join(self.groups)


UNITS = {
    "zero": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
}
UNITS |= {"eight": "8", "nine": "9", "oh": "0", "o": "0", "nought": "0", "naught": "0", "nil": "0"}
# What dictation makes of a digit; only believed between two other digits.
_HEARD = {
    "to": "2",
    "too": "2",
    "for": "4",
    "fore": "4",
    "won": "1",
    "ate": "8",
    "l": "1",
    "tree": "3",
    "free": "3",
}
_LAST_HEARD = {"too": "2", "fore": "4", "won": "1", "ate": "8", "tree": "3"}  # also as the last of four
PAIRS = {"ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15"}
PAIRS |= {"sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19"}
TENS = {
    "twenty": "2",
    "thirty": "3",
    "forty": "4",
    "fourty": "4",
    "fifty": "5",
    "sixty": "6",
    "seventy": "7",
}
TENS |= {"eighty": "8", "ninety": "9"}
REPEATS = {"double": 2, "triple": 3, "treble": 3}
NUMBER_WORDS = {*UNITS, *_HEARD, *PAIRS, *TENS, *REPEATS, "thousand", "hundred", "and"}

MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
PIECE = re.compile(r"(?:[0-9oil|]*[0-9][0-9oil|]*|[a-z]{1,9})(?![^\W_])")
_BETWEEN = re.compile(r"[\s.,_\u2013-]{1,3}")
_COUNTED = re.compile(
    r"\s?(?:%|times?\b|days?\b|weeks?\b|months?\b|min(?:ute)?s?\b|hours?\b|hrs?\b|years?\b"
    r"|people\b|attempts?\b"
    rf"|phones?\b|o.?clock|[ap]m\b|(?:{MONTH})\b)"
)


def read_number(folded: str, at: int) -> Number | None:
    """The digits that begin at a place of a lower-case text: `7o23`, `2-0-1-1`, `seventy twenty three`."""
    pieces = _pieces(folded, at)
    groups: list[str] = []
    end, plain, i = at, True, 0
    while i < len(pieces) and not _complete(folded, groups, end, pieces[i]):
        group, used = _group(pieces, i, bool(groups))
        if not used and len(groups) == 3 == len("".join(groups)):
            group, used = _LAST_HEARD.get(pieces[i][0], ""), int(pieces[i][0] in _LAST_HEARD)
        last = pieces[i + used - 1] if used else pieces[i]
        if not used or (groups and len(group) > 4) or _COUNTED.match(folded, last.end()):
            break
        groups.append(group)
        plain = plain and pieces[i][0][0] in "0123456789oil|" and pieces[i][0] not in NUMBER_WORDS
        end, i = last.end(), i + used
    return Number(end, tuple(groups), plain) if groups else None


def _pieces(folded: str, at: int) -> list[re.Match[str]]:
    """Up to 14 numerals and number words in a row."""
    pieces: list[re.Match[str]] = []
    piece = PIECE.match(folded, at)
    while piece and len(pieces) < 14 and (has_digit(piece[0]) or piece[0] in NUMBER_WORDS):
        pieces.append(piece)
        gap = _BETWEEN.match(folded, piece.end())
        piece = PIECE.match(folded, gap.end()) if gap else None
    return pieces


def _complete(folded: str, groups: list[str], end: int, following: re.Match[str]) -> bool:
    """Whether four digits are all: not so when a fifth is said like them, or hangs on a hyphen or dot."""
    if len("".join(groups)) < 4:
        return False
    one_by_one = len(groups) >= 4 and all(len(group) == 1 for group in groups)
    next_digit = following[0] in UNITS or (following[0].isdigit() and len(following[0]) == 1)
    hangs = following.start() == end + 1 and folded[end] in "-_." and following[0][0].isdigit()
    return not hangs and not (one_by_one and next_digit)


def _group(pieces: list[re.Match[str]], i: int, inside: bool) -> tuple[str, int]:
    """The digits that the pieces from i on stand for, and how many pieces that took; ("", 0) for none."""
    words = [piece[0] for piece in pieces[i : i + 7]] + [""]
    first, second = words[0], words[1]
    if has_digit(first):
        return first.translate(_LETTERS_AS_DIGITS), 1
    if first in REPEATS:
        digit = second if len(second) == 1 and second.isdigit() else UNITS.get(second, "")
        return digit * REPEATS[first], 2 if digit else 0
    if second == "thousand" and first in UNITS:
        rest, used = _below_thousand(words[2:])
        return f"{UNITS[first]}{rest:03d}", 2 + used
    if first in TENS or first in PAIRS:
        value, used = _below_hundred(words)
        return str(value), used
    if first in UNITS and (inside or first != "o"):
        return UNITS[first], 1
    return (_HEARD[first], 1) if inside and first in _HEARD and second in UNITS else ("", 0)


_LETTERS_AS_DIGITS = str.maketrans("oil|", "0111")


def _below_hundred(words: list[str]) -> tuple[int, int]:
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first in PAIRS:
        return int(PAIRS[first]), 1
    if first in TENS:
        unit = int(UNITS.get(second, "0"))
        return int(TENS[first]) * 10 + unit, 2 if unit else 1
    return (int(UNITS[first]), 1) if first in UNITS else (0, 0)


def _below_thousand(words: list[str]) -> tuple[int, int]:
    at, value = 0, 0
    if words[1:2] == ["hundred"] and words[0] in UNITS:
        at, value = 2, int(UNITS[words[0]]) * 100
    skipped = at + (words[at : at + 1] == ["and"])
    rest, used = _below_hundred(words[skipped:] or [""])
    return value + rest, skipped + used if used else at


def has_digit(word: str) -> bool:
    return any("0" <= char <= "9" for char in word)
