"""Splits long messages into clauses, so that two problems are both noticed and a denied one is not counted."""

from __future__ import annotations

import re
from functools import cache

from content.phrases import Phrases, PhrasesOf
from content.topics import Denial, Topics
from content.topics import topics as all_topics

CLAUSES = "clauses"  # the attribute of a Rasa message: pairs of a clause and its vector
SHORTEST, MOST = 2, 8  # words of a clause; clauses looked at in a message

_PHRASES = PhrasesOf("clauses")


def _pattern(denial: Denial, phrases: Phrases) -> re.Pattern[str]:
    noun, fine = denial.nouns, phrases.fragment("fine")
    forms = [rf"(?:{phrases.fragment('not_about')}){noun}\b", rf"\b{noun}\b.{{0,30}}?{fine}"] if noun else []
    if denial.by_not:
        forms.append(rf"{phrases.fragment('not')}.{{0,20}}\b{noun}\b")
    return re.compile("|".join([*forms, *denial.phrases]), re.I)


@cache
def _denials(topics: Topics, phrases: Phrases) -> dict[str, tuple[re.Pattern[str], bool]]:
    """By intent: how people say that they do not have this problem, and whether "not" before a noun says so."""
    denied = [(topic.intent, topic.denial) for topic in topics.all if topic.denial.nouns or topic.denial.phrases]
    return {intent: (_pattern(denial, phrases), denial.by_not) for intent, denial in denied}


def clauses(text: str) -> list[str]:
    """Returns the clauses that are meaningful by themselves; empty if there are fewer than two."""
    parts = [part.strip() for part in _PHRASES["breaks"].split(text[:1000])]
    whole = [part for part in parts if len(part.split()) >= SHORTEST]
    return whole[:MOST] if len(whole) > 1 else []


def denies(clause: str, intent: str) -> bool:
    """Returns whether the clause denies the problem: "my account isn't locked"."""
    pattern, by_not = _denials(all_topics(), _PHRASES()).get(intent, (None, False))
    found = pattern.search(clause) if pattern else None
    if found is None:
        return False
    # "I never got the code" is the problem itself; "it's not the code" is not.
    about = _PHRASES["not_about"].match(found[0]) is not None
    return about or by_not or not _PHRASES["cannot"].search(clause)
