"""Notices a message that needs help before anything else; when in doubt, it alarms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.safety.certain import certain_emergency
from bot.safety.findings import Emergency
from bot.safety.lexicon import Rule, load
from bot.safety.second_opinion import SecondOpinion, features
from bot.safety.secrets import without_markers
from bot.safety.words import Word, words_of

_NEAR = 6  # words on each side in which a routine or a login word explains a rule away
_SURE = 1.75  # score from which the second opinion alone alarms
_BRIEF = 5  # words, with the marks at both ends, that say little for a second opinion
_BRIEF_WEIGHT = 2.0  # what a rule weighs more in so few words
_LEXICON = load()
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

    rules: tuple[Rule, ...]
    words: tuple[Word, ...]


def notice_emergency(text: str) -> Emergency | None:
    """The most pressing emergency that the words speak of, or None."""
    if certain := certain_emergency(text):
        return certain
    heard = hear(text)
    buckets = features(heard.words)
    score = _SECOND_OPINION.score(buckets)
    brief = _BRIEF_WEIGHT if len(heard.words) <= _BRIEF else 0.0
    if heard.rules and score + brief + sum(rule.weight for rule in heard.rules) > 0:
        said = {rule.says for rule in heard.rules}
        return next(kind for level, kind in _PRIORITY.items() if level in said)
    return _SECOND_OPINION.kind(buckets) if score > _SURE else None


def hear(text: str) -> Heard:
    words = words_of(without_markers(text), _LEXICON.spelling.readings)
    said = _LEXICON.index.places(words)
    harmless_rules, alarming_rules = _LEXICON.starting(said)
    harmless = 0
    for rule in harmless_rules:
        harmless |= rule.pattern.places(said)
    left = {term: places & ~harmless for term, places in said.items()}
    rules = (rule for rule in alarming_rules if _counts(rule, left, said))
    return Heard(tuple(rules), tuple(word for place, word in enumerate(words) if not harmless >> place & 1))


def _counts(rule: Rule, left: Mapping[str, int], said: Mapping[str, int]) -> bool:
    """Whether the rule matches what is left of the message and nothing near explains it away."""
    places = rule.pattern.places(left)
    if not places or not rule.unless:
        return bool(places)
    around = places
    for step in range(1, _NEAR + 1):
        around |= places << step | places >> step
    return not any(said.get(other, 0) & around for other in rule.unless)
