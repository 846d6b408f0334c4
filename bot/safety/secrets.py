"""Hides what we must not store: passwords, security codes, NHS numbers, linkage keys, card numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.safety.findings import MARKERS, Secret, Span
from bot.safety.hygiene import LONGEST, shorten
from bot.safety.linkage_keys import find_linkage_keys
from bot.safety.numbers import find_numbers
from bot.safety.passwords import find_loose_passwords, find_named_passwords

_MARKER = re.compile("|".join(map(re.escape, MARKERS.values())))
# Never a secret though it may hold digits: email addresses, web addresses, references.
_OPEN = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,40}\.){1,4}[a-z]{2,12}\b"
    r"|https?://\S{1,200}|\b(?:[\w-]{1,40}\.){1,4}(?:uk|com|net|org|gov)\b(?:/\S{0,200})?"
    r"|\bc[ .]?i[ .]?d[ .:#-]{0,2}[0-9OoIl]{3,5}(?![0-9A-Za-z])",
    re.IGNORECASE,
)


def hide_secrets(text: str, *, asked_for_code: bool = False) -> tuple[str, tuple[Secret, ...]]:
    """Replaces each secret with a marker; returns the text and the kinds in order of appearance."""
    found: set[Secret] = set()
    # A secret once hidden no longer shields its neighbours, and a cut text is another text: look again.
    while spans := _find(text, asked_for_code):
        found |= {span.kind for span in spans}
        text = _cut(_mask(text, spans))
    return text, tuple(sorted(found, key=lambda kind: text.find(MARKERS[kind]) % (LONGEST + 1)))


def without_markers(text: str) -> str:
    return _MARKER.sub(" ", text)


def _find(text: str, asked_for_code: bool) -> list[Span]:
    scanned = _OPEN.sub(_blank, _MARKER.sub(_blank, text))
    spans: list[Span] = []
    for found in (
        find_numbers(scanned, asked_for_code=asked_for_code),
        find_named_passwords(scanned),
        find_linkage_keys(scanned),
        find_loose_passwords(scanned),
    ):
        for span in found:
            hidden = "\0" in scanned[span.start : span.end]
            if not hidden and not any(span.touches(other) for other in spans):
                spans.append(span)
    return sorted(spans)


def _blank(match: re.Match[str]) -> str:
    return "\0" * len(match[0])


def _mask(text: str, spans: Iterable[Span]) -> str:
    parts, done = [], 0
    for span in spans:
        parts += [text[done : span.start], MARKERS[span.kind]]
        done = span.end
    return "".join([*parts, text[done:]])


def _cut(text: str) -> str:
    """At most `LONGEST` characters, and no half marker at the end."""
    for marker in _MARKER.finditer(text):
        if marker.start() < LONGEST < marker.end():
            return shorten(text, marker.start())
    return shorten(text, LONGEST)
