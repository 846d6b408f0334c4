"""Detects requests for a person, also beside a problem: "can someone ring me about my surgery".

This is parsed, not learned: the problem in the same message would outweigh the request, but a request for a person
comes first.
"""

from __future__ import annotations

import re

from content.phrases import PhrasesOf

_PHRASES = PhrasesOf("asking_for_person")
LONGEST_TEXT = 1_000


def asks_for_person(text: str) -> bool:
    """Returns whether the text, with its spelling repaired, asks for a person. Reads up to LONGEST_TEXT characters."""
    plain = " ".join(re.sub(r"[^\w'\s]", " , ", text[:LONGEST_TEXT].lower()).split())
    if any(_wanted(plain, match) for pattern in _PHRASES().separate("wanted") for match in pattern.finditer(plain)):
        return True
    return any(_ours(plain, call) for call in _PHRASES["calls"].finditer(plain))


def _ours(plain: str, call: re.Match[str]) -> bool:
    """Whether the call is one that is asked for, not one that should bring a code."""
    before, after = plain[: call.start()].rstrip(), plain[call.end() : call.end() + 30]
    somebody_elses = _PHRASES["verb"].match(call[0]) is not None and _PHRASES["others_call"].search(before) is not None
    return not somebody_elses and not _PHRASES["with_code"].match(after)


def _wanted(plain: str, match: re.Match[str]) -> bool:
    no_machine = _PHRASES["no_machine"].match(match[0]) is not None
    return no_machine or not _PHRASES["not"].search(plain[: match.start()])
