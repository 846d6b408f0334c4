"""Case numbers that can be read aloud: K7M-4PQ. Bot and actions both draw them and find them in what people type."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

# Neither 0 and O nor 1, I and L, which look alike; no vowels, so that no word appears by chance.
LETTERS = "BCDFGHJKMNPQRTVWXY"
DIGITS = "23456789"
_PATTERN = (LETTERS, DIGITS, LETTERS, DIGITS, LETTERS, LETTERS)

_L, _D, _GAP = f"[{LETTERS}]", f"[{DIGITS}]", r"[ ./_\u2010-\u2015-]?"
_TYPED = re.compile(
    rf"(?<![^\W_])({_L}){_GAP}({_D}){_GAP}({_L})\s?{_GAP}\s?({_D}){_GAP}({_L}){_GAP}({_L})(?![^\W_])",
    re.IGNORECASE,
)


def new_case_number(choose: Callable[[str], str] = secrets.choice) -> str:
    """A number such as K7M-4PQ. There are 6.7 million, so the store must refuse one that is taken.

    Args:
        choose: picks one character of those it is given.
    """
    drawn = "".join(choose(characters) for characters in _PATTERN)
    return f"{drawn[:3]}-{drawn[3:]}"


def find_case_number(text: str) -> str | None:
    """The first case number in what a person typed, in its plain form; None when there is none."""
    typed = _TYPED.search(text)
    if typed is None:
        return None
    plain = "".join(typed.groups()).upper()
    return f"{plain[:3]}-{plain[3:]}"
