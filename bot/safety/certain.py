"""Phrases that are emergencies in any context: "I want to kill myself", even before "and the app is broken"."""

from __future__ import annotations

import re

from bot.safety.findings import Emergency

_WANT = (
    r"\b(?:want|wants|wanted|wanna|going|gonna|gunna|plan|planning|thinking (?:of|about)|think about|need|feel like"
    r"|feeling like|ready|about|gotta|have|has|trying|tried)\s(?:to\s|on\s|too\s)?"
)
_SELF = r"\s(?:my|him|her|our|them)\s?sel(?:f|ves)\b"
_FIGURE = r"(?!\s(?:laughing|with laughter|over (?:this|the) (?:app|site|website|login)))"
_CERTAIN: tuple[tuple[Emergency, re.Pattern[str]], ...] = (
    (
        Emergency.SELF_HARM,
        re.compile(rf"{_WANT}(?:kill|kil|hang|drown|cut|stab|shoot|harm|killing|hanging){_SELF}{_FIGURE}"),
    ),
    (
        Emergency.SELF_HARM,
        re.compile(rf"{_WANT}(?:end|ending|take|taking) (?:my|her|his|their) (?:own )?li(?:fe|ves)\b"),
    ),
    (
        Emergency.SELF_HARM,
        re.compile(r"\b(?:i m|im|i am|i feel|feel|feeling|feels|is|shes|hes)(?: so| really| very)? suicidal\b"),
    ),
    (
        Emergency.SELF_HARM,
        re.compile(r"\b(?:dont|do not|didnt|no longer) want to (?:be alive|live any ?more|be here any ?more)\b"),
    ),
)


def certain_emergency(text: str) -> Emergency | None:
    """Detects a few phrases in lower case without apostrophes, in linear time."""
    plain = " ".join(re.sub(r"['\u2019]", "", text.lower()).split())
    return next((kind for kind, pattern in _CERTAIN if pattern.search(plain)), None)
