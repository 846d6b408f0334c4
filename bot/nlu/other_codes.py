"""Finds codes that are not NHS login's: the NHS App's (3F...), `NL-0047-Q`, `error 500`. They are never guessed.

A word with letters and digits is one only where the words around it call it a code, an error or what the screen says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.safety.tokens import is_everyday
from content.phrases import PhrasesOf

QueuePlace = tuple[int, int]

_APP_CODE = re.compile(r"(?<![^\W_])3[cfr](?:[a-z0-9]{2,6}|[a-z0-9]{0,2}[ -][a-z0-9]{2,4})(?![^\W_]|@)")
_MIXED = re.compile(
    r"(?<![\w@./+-])(?=[a-z]*[-/_.]?[a-z/_.-]*\d|\d[\d/_.-]*[a-z])(?=[a-z0-9/_.-]{2,16}(?![\w@]))"
    r"(?=[\d/_.-]*[a-z])[a-z0-9]{1,10}(?:[-/_.][a-z0-9]{1,10}){0,3}(?:\s[a-z]?\d{1,3}[a-z]{1,2}(?![\w/]))?"
)
_PHRASES = PhrasesOf("other_codes")
_ALONE = re.compile(
    r"(?!CID)(?:[A-Z]{1,4}(?=[-/ \d])|(?=[A-Z]*\d)[A-Z0-9]{1,8})(?:[-/ ]?(?=[A-Z]*\d)[A-Z0-9]{1,8}){0,3}"
)
# Like case numbers and postcodes: on the screen they are codes all the same.
_LIKE_OTHERS = re.compile(r"[a-z0-9]{3}-[a-z0-9]{3}|[a-z]{1,2}\d[a-z\d]?\d[a-z]{2}")
# Our case numbers have neither vowels nor L, S, U, Z, nor 0 and 1.
_OUR_CASE = re.compile(r"[BCDFGHJKMNPQRTVWXY][2-9][BCDFGHJKMNPQRTVWXY][- ]?[2-9][BCDFGHJKMNPQRTVWXY]{2}")
_SEARCHED = 70  # characters before a word that may name it
MOST_WORDS = 60  # words with letters and digits that are looked at in one text


def find_lettered_codes(folded: str, text: str, *, asked: bool) -> Iterator[QueuePlace]:
    """Returns the positions of codes, which can overlap. `folded` is the text in lower case, of the same length."""
    for code in _APP_CODE.finditer(folded):
        written = text[code.start() : code.end()]
        likely = written.isupper() or (any(char.isdigit() for char in written[1:]) and " " not in written)
        if likely or asked or _is_named(folded, code.start()) or len(folded) == len(written):
            yield code.start(), code.end()
    if _is_alone(text):
        yield len(text) - len(text.lstrip()), len(text.rstrip(" .?!"))
    for number, word in enumerate(_MIXED.finditer(folded)):
        if number < MOST_WORDS and _is_shown(folded, word):
            yield word.start(), word.end()


def _is_alone(text: str) -> bool:
    """A message of nothing but capitals and digits."""
    written = text.strip(" .?!")
    if not _ALONE.fullmatch(written) or _OUR_CASE.fullmatch(written):
        return False
    mixed = any(map(str.isdigit, written)) and any(map(str.isalpha, written))
    return mixed and (
        not is_everyday(written) or (_LIKE_OTHERS.fullmatch(written.lower()) is not None and "-" in written)
    )


def find_numbered_errors(folded: str) -> Iterator[QueuePlace]:
    """`error 500`, `ref 5`: what is left when the references are found."""
    for numbered in _PHRASES["numbered"].finditer(folded):
        digits = numbered["digits"]
        phone, year = len(digits) > 9 and digits[0] == "0", len(digits) == 4 and digits[:2] in ("19", "20")
        if not phone and not year:
            yield numbered.start("digits"), numbered.end("digits")


def _is_shown(folded: str, word: re.Match[str]) -> bool:
    start, end = word.span()
    before = folded[max(0, start - _SEARCHED) : start]
    if _PHRASES["else_before"].search(before):
        return False
    if _is_named(folded, start):
        return True
    if is_everyday(word[0]) and not (_LIKE_OTHERS.fullmatch(word[0]) and _PHRASES["shown"].search(before)):
        return False
    return _PHRASES["shown"].search(before) is not None or _PHRASES["placed"].match(folded, end) is not None


def _is_named(folded: str, start: int) -> bool:
    return _PHRASES["named"].search(folded, max(0, start - _SEARCHED), start) is not None
