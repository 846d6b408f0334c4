"""Detects messages that need urgent help first; in doubt, it raises the alarm.

Three scores are added: the rules of the lexicon, the second opinion on the words, and the one on the meaning. The last
takes milliseconds, so it is computed only if the first two leave a doubt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.safety.certain import certain_emergency
from bot.safety.findings import Emergency
from bot.safety.lexicon import Rule, load
from bot.safety.meaning import windows
from bot.safety.second_opinion import SecondOpinion, features, second_opinion
from bot.safety.secrets import without_markers
from bot.safety.words import Word, words_of

_NEAR = 6  # words on each side in which a routine or a login word explains a rule away
# Chosen by cross-validation, each file of data/safety left out once (`train_second_opinion --check`).
MEANING_WEIGHT = 4.0
_BRIEF, _BRIEF_WEIGHT = 5, 1.5  # words, with the marks at both ends, that say little for a second opinion
MOST_WINDOWS = 6  # pieces of a message that are looked at on their own
ALARM = 0.5  # the sum from which it is an emergency
UNHEARD, SURE = -3.0, 5.0  # below and above, rules and words have said enough without a look at the meaning
_LEXICON = load()
# Most immediate risk to life first: a body in danger now, then an intent, then another person.
_PRIORITY = {
    "medical_now": Emergency.MEDICAL,
    "self_harm": Emergency.SELF_HARM,
    "danger": Emergency.DANGER,
    "medical": Emergency.MEDICAL,
}


@dataclass(frozen=True)
class Heard:
    """The lexicon's result for a message: the rules that count, and the words that it did not explain as harmless."""

    rules: tuple[Rule, ...]
    words: tuple[Word, ...]

    @property
    def weight(self) -> float:
        """What the rules weigh; more where there are few words beside them."""
        weight = sum(rule.weight for rule in self.rules)
        return weight + _BRIEF_WEIGHT if self.rules and len(self.words) <= _BRIEF else weight


def notice_emergency(text: str) -> Emergency | None:
    """Returns the most pressing emergency in the text, or None."""
    plain = without_markers(text)
    if not plain.strip():
        return None
    if certain := certain_emergency(plain):
        return certain
    opinion, heard = second_opinion(), hear(plain)
    buckets = features(heard.words)
    total = opinion.of_words(buckets) + heard.weight
    if UNHEARD < total < SURE:
        total += MEANING_WEIGHT * meaning_of(plain, opinion)
    if total <= ALARM:
        return None
    said = {rule.says for rule in heard.rules}
    return next((kind for level, kind in _PRIORITY.items() if level in said), opinion.kind(buckets))


def meaning_of(text: str, opinion: SecondOpinion) -> float:
    """Scores the whole text and a limited number of its most suspicious windows, to bound the time."""
    pieces = windows(text)
    if len(pieces) > MOST_WINDOWS:
        pieces.sort(key=lambda piece: -opinion.of_words(features(_words(piece))))
    return opinion.meaning.score(text, pieces[:MOST_WINDOWS])


def hear(text: str) -> Heard:
    words = _words(text)
    said = _LEXICON.index.places(words)
    harmless_rules, alarming_rules = _LEXICON.starting(said)
    harmless = 0
    for rule in harmless_rules:
        harmless |= rule.pattern.places(said)
    left = {term: places & ~harmless for term, places in said.items()}
    rules = (rule for rule in alarming_rules if _counts(rule, left, said))
    return Heard(tuple(rules), tuple(word for place, word in enumerate(words) if not harmless >> place & 1))


def _words(text: str) -> list[Word]:
    return words_of(text, _LEXICON.spelling.readings)


def _counts(rule: Rule, left: Mapping[str, int], said: Mapping[str, int]) -> bool:
    """Whether the rule matches what is left of the message and nothing near explains it away."""
    places = rule.pattern.places(left)
    if not places or not rule.unless:
        return bool(places)
    around = places
    for step in range(1, _NEAR + 1):
        around |= places << step | places >> step
    return not any(said.get(other, 0) & around for other in rule.unless)
