"""Finds the problems that a message names, most urgent first, from the whole message and its clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.nlu.clauses import denies
from content.topics import Topics
from content.topics import topics as all_topics

PROBLEMS = "problems"  # in the parse data: every problem that the message names

REQUEST_HUMAN, MEDICAL = "request_human", "report_medical"


@cache
def _by_urgency(topics: Topics) -> tuple[str, ...]:
    """The intents of problems in the order in which two of one message are worked on.

    A person comes first. Medical questions come last: what is urgent was answered before, as an emergency.
    """
    return (REQUEST_HUMAN, *(topic.intent for topic in topics.all), MEDICAL)


# A clause alone is not believed in these: "I was told to contact support" is no request.
_ONLY_WHOLE = {REQUEST_HUMAN}
# How sure a clause must be to name a separate problem. Chosen on messages with one and with two problems.
SURE = 0.85
LIKELY = 0.3  # how sure of a problem one must be that takes the place of a denied one


@dataclass(frozen=True)
class Opinion:
    """What a text was classified as."""

    text: str
    intent: str
    confidence: float


def problems(whole: Sequence[Opinion], parts: Sequence[Opinion]) -> list[str]:
    """Returns the intents of the problems, most urgent first; empty if there are none.

    `whole` are the classes of the whole message, likeliest first; `parts` the likeliest class of each clause.
    """
    known = _by_urgency(all_topics())
    denied = {intent for intent in known if any(denies(part.text, intent) for part in parts)}
    beside = {
        part.intent
        for part in parts
        if part.intent in known
        and part.intent not in _ONLY_WHOLE
        and not denies(part.text, part.intent)
        and part.confidence >= SURE
    }
    likeliest = whole[0].intent
    if likeliest in denied and likeliest not in beside:
        likeliest = _instead(whole, known, denied, beside)
    return sorted(beside | ({likeliest} & set(known)), key=known.index)


def _instead(whole: Sequence[Opinion], known: Sequence[str], denied: set[str], beside: set[str]) -> str:
    """What the message is about, if not what it denies: what a clause names, else the next likeliest problem."""
    others = [opinion for opinion in whole if opinion.intent not in denied]
    named = next((opinion.intent for opinion in others if opinion.intent in beside), None)
    likely = next((o.intent for o in others if o.intent in known and o.confidence >= LIKELY), None)
    return named or likely or whole[0].intent
