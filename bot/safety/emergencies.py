"""Notices a message that needs help before anything else; when in doubt, it alarms."""

from __future__ import annotations

from bot.safety import lexicon
from bot.safety.findings import Emergency
from bot.safety.secrets import without_markers
from bot.safety.words import words_of

_NEAR = 6  # words on each side in which a routine or a login word explains a rule away
_LEXICON = lexicon.load()
# Most immediate risk to life first: a body in danger now, then an intent, then another person.
_PRIORITY = ("medical_now", "self_harm", "danger", "medical")
_KINDS = {
    "medical_now": Emergency.MEDICAL,
    "medical": Emergency.MEDICAL,
    "self_harm": Emergency.SELF_HARM,
    "danger": Emergency.DANGER,
}


def notice_emergency(text: str) -> Emergency | None:
    """The most pressing emergency that the words speak of, or None."""
    said = {rule.says for rule in matches(text)}
    return next((_KINDS[level] for level in _PRIORITY if level in said), None)


def matches(text: str) -> list[lexicon.Rule]:
    """The rules of the lexicon that count in this text, harmless ones left out."""
    words = words_of(without_markers(text), _LEXICON.spelling.readings)
    where = _LEXICON.index.places(words)
    said = dict(where)
    found: list[lexicon.Rule] = []
    for rule in _LEXICON.rules:
        places = rule.pattern.places(where) if rule.pattern.terms[0] in where else 0
        if not places or _explained_away(rule, places, said):
            continue
        if rule.says == lexicon.HARMLESS:
            where = {term: left & ~places for term, left in where.items()}
        else:
            found.append(rule)
    return found


def _explained_away(rule: lexicon.Rule, places: int, where: dict[str, int]) -> bool:
    if not rule.unless:
        return False
    around = places
    for step in range(1, _NEAR + 1):
        around |= places << step | places >> step
    return any(where.get(other, 0) & around for other in rule.unless)
