"""Notices a message that needs help before anything else; when in doubt, it alarms."""

from __future__ import annotations

from dataclasses import dataclass

from bot.safety import lexicon
from bot.safety.findings import Emergency
from bot.safety.second_opinion import SecondOpinion, features
from bot.safety.secrets import without_markers
from bot.safety.words import Word, words_of

_NEAR = 6  # words on each side in which a routine or a login word explains a rule away
_SURE = 2.0  # score from which the second opinion alone alarms: 0.5 % of unseen harmless messages reach it
_LEXICON = lexicon.load()
_SECOND_OPINION = SecondOpinion.load()
# Most immediate risk to life first: a body in danger now, then an intent, then another person.
_PRIORITY = {
    "medical_now": Emergency.MEDICAL,
    "self_harm": Emergency.SELF_HARM,
    "danger": Emergency.DANGER,
    "medical": Emergency.MEDICAL,
}


@dataclass(frozen=True)
class Heard:
    """What the lexicon makes of a message: the rules that count, and the words that it did not explain away."""

    rules: tuple[lexicon.Rule, ...]
    words: tuple[Word, ...]


def notice_emergency(text: str) -> Emergency | None:
    """The most pressing emergency that the words speak of, or None."""
    heard = hear(text)
    said = {rule.says for rule in heard.rules}
    if said:
        return next(kind for level, kind in _PRIORITY.items() if level in said)
    buckets = features(heard.words)
    return _SECOND_OPINION.kind(buckets) if _SECOND_OPINION.score(buckets) > _SURE else None


def hear(text: str) -> Heard:
    words = words_of(without_markers(text), _LEXICON.spelling.readings)
    where = said = _LEXICON.index.places(words)
    rules: list[lexicon.Rule] = []
    harmless = 0
    for rule in _LEXICON.rules:
        places = rule.pattern.places(where) if rule.pattern.terms[0] in where else 0
        if not places or _explained_away(rule, places, said):
            continue
        if rule.says == lexicon.HARMLESS:
            harmless |= places
            where = {term: left & ~places for term, left in where.items()}
        else:
            rules.append(rule)
    left = (word for place, word in enumerate(words) if not harmless >> place & 1)
    return Heard(tuple(rules), tuple(left))


def _explained_away(rule: lexicon.Rule, places: int, where: dict[str, int]) -> bool:
    if not rule.unless:
        return False
    around = places
    for step in range(1, _NEAR + 1):
        around |= places << step | places >> step
    return any(where.get(other, 0) & around for other in rule.unless)
