"""Finds passwords in running text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.safety.findings import Secret, Span
from bot.safety.tokens import Token, is_everyday, tokens

_LINES = (Path(__file__).parent / "ordinary_words.txt").read_text("utf-8").splitlines()
_ORDINARY = frozenset(word for line in _LINES[1:] for word in line.split())
_WORD = (
    r"(?:pass?[ -]?w[o0]?[ru]{0,2}[dt]?s?|passw\w{0,5}|\bps?sw\w{0,2}d|\bpw|\bpwd|\bp/w|\bpsw\w?d?|\bpass[ -]?codes?"
    r"|\bcontrase[nñ]a|\bhas[lł]o|\bparola|\bmot de passe|\bsenha)(?:'s)?"
)
_SPOKEN = re.compile(_WORD.replace(r"\b", "") + r"|\bpass\s?[:=]|\blog[ -]?in details", re.IGNORECASE)
_NAMED = re.compile(
    rf"(?:{_WORD})(?![\w-])|\b(?:pass|pin)(?=\s?[:=])|\bpass(?=\s(?:for|is)\b)|\b(?:new|old|my|her"
    rf"|his) pass(?=\s\S*[\d_&!@#-])",
    re.IGNORECASE,
)
# Read out: "capital B bubbles then one two three".
_SPELLED = re.compile(
    r"\s?(?:is|was|:|=|it's|its)?\s?(?P<value>(?:a\s)?(?:capital|big|upper[ -]?case|small|little"
    r"|lower[ -]?case)\s\w+(?:[ ,-]{1,2}"
    r"(?!(?:and it|but|it|that|which|because|cos|so)\b)[\w']+){1,20})",
    re.IGNORECASE,
)
# The other way round: "Lavender Hill 62 is the password".
_TURNED = rf"\s(?:is|was)\s(?:the|my|his|her|our|mum's|dad's)\s(?:\w+\s)?(?:{_WORD})"
_IS_THE_PASSWORD = re.compile(rf"(?P<value>(?:[\w'!@#$%&*-]+\s){{0,2}}[\w'!@#$%&*-]+){_TURNED}", re.IGNORECASE)
_HAS_TURNED = re.compile(_TURNED, re.IGNORECASE)  # in one pass, where the whole takes one for each letter
_SO = re.compile(r"\s(?:so|and|but|which|because|cos|it|with|if)\b", re.IGNORECASE)
_PIN = re.compile(r"\bpin(?:\s(?:no|number|code))?(?:\s(?:is|was)|[:=])?\s?(\d{4,8})\b(?!\s?\d)", re.IGNORECASE)
_EQUALS = re.compile(r"\s{0,2}(?:[:=]|-{1,2}>|-\s|(?:is|was)\s?[:=-])\s{0,2}", re.IGNORECASE)
_IS = re.compile(
    r"\s(?:is|was|be|being|called|as|of)\s(?:(?:just|still|now|currently|the word|the name)\s)?", re.IGNORECASE
)
_CHANGED = re.compile(r"\b(?:chang|set|reset|updat|made|put)\w{0,3}\s(?:\S{1,12}\s){0,4}$", re.IGNORECASE)
_TO = re.compile(r"\s(?:back\s)?(?:to|as)\s", re.IGNORECASE)
_LATER = re.compile(r"(?:\s(?!is\b|was\b)[\w']{1,14}){1,5}\s(?:is|was|to be)\s", re.IGNORECASE)
_QUOTED = re.compile(
    r"(?:\s?[:=]\s?|\s)(?:(?:is|was|to|as|called|i use|used)[\s:]{1,2})?(?:\"([^\"\0\n]{3,60})\"|'([^'\0\n]{3,60})')",
    re.IGNORECASE,
)
_SYMBOLS = set("!@#$%^&*_+=~£€|\\<>")
_REST = re.compile(r" \d{1,6}(?![\w:/.-]*[\w:/])")


def find_named_passwords(text: str) -> Iterator[Span]:
    """Finds what the text itself calls a password."""
    for pin in _PIN.finditer(text):
        yield Span(pin.start(1), pin.end(1), Secret.PASSWORD)
    for name in _NAMED.finditer(text):
        yield from _named(text, name)
    if _HAS_TURNED.search(text):
        for turned in _IS_THE_PASSWORD.finditer(text):
            yield from _turned(turned)


def find_loose_passwords(text: str) -> Iterator[Span]:
    """Finds anything that looks like a password in a text about passwords."""
    if _SPOKEN.search(text):
        yield from (_span(text, token) for token in tokens(text) if _looks_secret(token.text))


def _named(text: str, name: re.Match[str]) -> Iterator[Span]:
    """The word or quotation that the text says is the password: `password: x`, `password is x`, `pw x`."""
    end = name.end()
    if spelled := _SPELLED.match(text, end):
        yield Span(spelled.start("value"), spelled.end("value"), Secret.PASSWORD)
        return
    quoted = _QUOTED.match(text, end)
    if quoted and not all(map(_is_ordinary, (quoted[1] or quoted[2]).split())):
        group = 1 if quoted[1] else 2
        yield Span(quoted.start(group), quoted.end(group), Secret.PASSWORD)
        return
    token = _value(text, name)
    if token and name[0].lower().split()[-1] == "pass" and not _looks_secret(token.text):
        return  # a bus pass
    if token:
        yield _span(text, token)


def _turned(match: re.Match[str]) -> Iterator[Span]:
    """The last words before "is my password" that are not ordinary ones."""
    start = match.end("value")
    for token in reversed(list(tokens(match["value"]))):
        if _is_ordinary(token.text) and not token.text.isdigit():
            break
        start = match.start("value") + token.start
    if start < match.end("value"):
        yield Span(start, match.end("value"), Secret.PASSWORD)


def _value(text: str, name: re.Match[str]) -> Token | None:
    end = name.end()
    if equals := (_EQUALS.match(text, end) or _IS.match(text, end)):
        said_so = equals[0].lower().endswith(("the word ", "the name "))
        return _plain(text, equals.end(), _is_nothing if said_so else _is_ordinary)
    if (to := _TO.match(text, end)) and _CHANGED.search(text[max(0, name.start() - 60) : name.start()]):
        return _plain(text, to.end())
    if later := _LATER.match(text, end):
        token = _plain(text, later.end())
        sure = token and (_ends_a_sentence(text, token) or _looks_secret(token.text))
        return token if sure else None
    follows = text[end : end + 1].isspace()
    if follows and _is_a_short_sentence(text, name):
        return _plain(text, end, _is_listed)
    short = name[0].lower() in {"pw", "pwd"} or name[0].lower().endswith(" pass")
    if follows and (token := _plain(text, end)) and token.text[0].isupper() and name[0].islower():
        return token
    return _plain(text, end) if follows and short else _digits(text, end) if follows else None


def _plain(text: str, start: int, ordinary: Callable[[str], bool] | None = None) -> Token | None:
    """The next word, unless it is an ordinary one."""
    token = next(tokens(text, start), None)
    if token is None or len(token.text) < 3 or "\0" in text[start : token.start] or token.start - start > 3:
        return None
    return None if (ordinary or _is_ordinary)(token.text) else token


def _digits(text: str, start: int) -> Token | None:
    token = _plain(text, start)
    return token if token and token.text.isdigit() and len(token.text) >= 4 else None


def _is_nothing(typed: str) -> bool:
    return not any(map(str.isalnum, typed))


def _is_listed(typed: str) -> bool:
    word = typed.lower().strip("!',.?").replace("'", "")
    return word in _ORDINARY or word.startswith("pass") or not any(map(str.isalnum, word)) or is_everyday(word)


def _is_ordinary(typed: str) -> bool:
    """An everyday word about passwords (wrong, expired, not), or one in a form that such words have."""
    if _is_listed(typed):
        return True
    word = typed.lower().strip("!',.?").replace("'", "")
    return typed.islower() and word.isalpha() and len(word) > 4 and word.endswith(("ed", "ing", "ly", "able", "nt"))


def _looks_secret(word: str) -> bool:
    """Mixed as passwords are: letters with digits, or with signs that words do not have inside."""
    word = word.rstrip("!")
    letters, digits = any(map(str.isalpha, word)), any(map(str.isdigit, word))
    symbols = any(char in _SYMBOLS for char in word)
    if len(word) < 5 or "\0" in word or not letters or is_everyday(word):
        return False
    joined = re.fullmatch(r"[\d,.:]+[a-z]{1,4}|[a-z]+/[a-z]+|[a-z]+[.,:]\d{1,2}|[a-z]+=[a-z]*", word)
    return not joined and (digits or symbols)


def _span(text: str, token: Token) -> Span:
    """The token, with a number that follows it: `Liverpool 1999`."""
    rest = _REST.match(text, token.end)
    return Span(token.start, rest.end() if rest else token.end, Secret.PASSWORD)


def _ends_a_sentence(text: str, token: Token) -> bool:
    return text[token.end : token.end + 1] in ("", ".", ",", "\n", ";") or _SO.match(text, token.end) is not None


def _is_a_short_sentence(text: str, name: re.Match[str]) -> bool:
    """Nothing but the word and another: `Password jelly.`"""
    start = max(text.rfind(mark, 0, name.start()) for mark in ".!?\n") + 1
    ends = [place for mark in ".!?\n" if (place := text.find(mark, name.end())) >= 0]
    return len(text[start : min(ends, default=len(text))].split()) == 2
