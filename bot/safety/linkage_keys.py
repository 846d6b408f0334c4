"""Finds the keys that a GP surgery gives to link an account: linkage keys and passphrases."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.safety.findings import Secret, Span
from bot.safety.tokens import is_everyday, tokens

_KEY_WORDS = re.compile(r"link\w{0,6}[ -]?key|pass[ -]?phrase|account[ -]?id|\bkeys?\b", re.IGNORECASE)
_DIRECTLY = re.compile(r"link\w{0,6}[ -]?key(?:\s?[:=]|\s(?:is|was))?\s?(\d{6,})\b", re.IGNORECASE)
_QUOTED = re.compile(
    r"pass[ -]?phrases?(?:\s(?:is|was))?[\s:=]{1,3}(?:is\s)?[\"']([^\"'\0\n]{3,60})[\"']", re.IGNORECASE
)
_SPELLED = re.compile(
    r"(?:link\w{0,6}[ -]?key|pass[ -]?phrase)(?:'s)?\s(?:is|was|its|it's)?\s?(?P<value>(?:capital|big|small"
    r"|little|upper[ -]?case"
    r"|lower[ -]?case)\s\w+(?:[ ,-]{1,2}\w+){2,24})",
    re.IGNORECASE,
)
_WITHIN = 60  # characters after such words
_SHORTEST = 6
_CASES = re.compile(r"[a-z]+|[A-Z]+|\d+")
_RANDOM_FROM = 10  # characters from which a token may be a key though no word says so


def find_linkage_keys(text: str) -> Iterator[Span]:
    for match in _DIRECTLY.finditer(text):
        yield Span(match.start(1), match.end(1), Secret.LINKAGE_KEY)
    for quoted in _QUOTED.finditer(text):
        yield Span(quoted.start(1), quoted.end(1), Secret.LINKAGE_KEY)
    for spelled in _SPELLED.finditer(text):
        yield Span(spelled.start("value"), spelled.end("value"), Secret.LINKAGE_KEY)
    ends = [match.end() for match in _KEY_WORDS.finditer(text)]
    for token in tokens(text):
        near = any(0 <= token.start - end <= _WITHIN for end in ends)
        if (near and _looks_like_a_key(token.text)) or _looks_random(token.text):
            yield Span(token.start, token.end, Secret.LINKAGE_KEY)


def _looks_like_a_key(word: str) -> bool:
    letters = any(map(str.isalpha, word))
    digits = any(map(str.isdigit, word))
    return len(word) >= _SHORTEST and letters and digits and not is_everyday(word)


def _looks_random(word: str) -> bool:
    """Upper case, lower case and two separate numbers mixed: nothing that a person writes by hand."""
    parts = _CASES.findall(word)
    kinds = {"0" if part.isdigit() else part.islower() for part in parts}
    numbers = sum(part.isdigit() for part in parts)
    return len(word) >= _RANDOM_FROM and word.isalnum() and len(kinds) == 3 and numbers >= 2
