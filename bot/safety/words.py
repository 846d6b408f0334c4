"""The words of a message as the lexicon spells them: lower case, no apostrophes, numbers named by size."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

Word = tuple[str, ...]  # the readings of one typed word, the first as typed

START, END = "<", ">"
_LAUGHS = re.compile("[😂🤣😆😅😜😝😉🙈]|\\b(?:lol|lmao|rofl|haha\\w*|hehe\\w*|jk|xd)\\b|:-?[)D]")
_SPELLED_OUT = re.compile(r"(?<![a-z])(?:[a-z][ .*_-]){3,20}[a-z](?![a-z])")
_STARRED = re.compile(r"(?<=[a-z])[*_#]{1,3}(?=[a-z])")
_LEET = re.compile(r"(?<![a-z])[a-z]{1,16}(?:[013457@$!][a-z]{1,16}){1,5}")
_LEET_LETTERS = str.maketrans("013457@$!", "oieastasi")
_REPEATED = re.compile(r"([a-z])\1{2,}")
_WORD = re.compile(r"[a-z]+|\d+(?:\.\d+)?")
_APOSTROPHES = re.compile(r"(?<=[a-z])'(?=[a-z])")
# Written apart or with signs, but one word here.
_JOINED = [
    (re.compile(pattern), word)
    for pattern, word in (
        (r"\bcan ?not\b|\bcan nt\b|\bcan t\b|\bcarnt\b|\bcnt\b|\bkant\b|\bcan'?t\b", "cant"),
        (r"\ba ?& ?e\b|\ba and e\b", "ae"),
        (r"\bo\.?d(?:'e?|e)d\b", "overdosed"),
        (r"\b(do|does|did|is|was|has|have|would|could|should|wo|are|were|ai) n'?t\b", r"\1nt"),
        (r"\b(dont|doesnt|didnt|isnt|wont)(?=[a-z]{4})", r"\1 "),
        (r"\bk\.?m\.?s\b", "kms"),
        (r"\b9[ -]?9[ -]?9\b", "emergencyline"),
        (r"\b(\d+)(?=[a-z])", r"\1 "),
    )
]


def words_of(text: str, repair: Callable[[str], Word]) -> list[Word]:
    """Returns the words with the variants that `repair` finds, between markers for start and end."""
    plain = unicodedata.normalize("NFKD", _LAUGHS.sub(" lol ", text.lower()))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = _SPELLED_OUT.sub(lambda spelled: re.sub("[^a-z]", "", spelled[0]), plain)
    plain = _LEET.sub(lambda leet: leet[0].translate(_LEET_LETTERS), _STARRED.sub("", plain))
    for pattern, word in _JOINED:
        plain = pattern.sub(word, plain)
    plain = _REPEATED.sub(r"\1\1", _APOSTROPHES.sub("", plain))
    found: list[Word] = [(START,)]
    for typed in _WORD.findall(plain):
        if typed[0].isalpha():
            found.append(repair(typed))
        elif typed[0].isdigit():
            found.append((typed, *_sizes(typed)))
    return [*found, (END,)]


def _sizes(digits: str) -> Word:
    """What a number may be in a sentence; the limits are those at which a clinician would act."""
    value = float(digits)
    names = ["#number"]
    if 38.0 <= value <= 43.0 or 100.4 <= value <= 109.0:
        names.append("#fever")
    if value < 4.0 and "." in digits:
        names.append("#lowsugar")
    if 20.0 <= value <= 60.0:
        names.append("#highsugar")
    if 8 <= value <= 500:
        names.append("#many")
    if len(digits) == 4 and 1930 <= value <= 2035:
        names.append("#year")
    return tuple(names)
