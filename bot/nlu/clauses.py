"""Splits long messages into clauses, so that two problems are both noticed and a denied one is not counted."""

from __future__ import annotations

import re
from functools import cache

from content.topics import Denial, Topics
from content.topics import topics as all_topics

CLAUSES = "clauses"  # the attribute of a Rasa message: pairs of a clause and its vector
SHORTEST, MOST = 2, 8  # words of a clause; clauses looked at in a message

_BREAKS = re.compile(
    r"[.!?;:\n]+(?:\s|$)|,\s|\s-+\s|\s[&+/]\s|\s(?:and|n|nd|but|also|plus|because|cos|so|although|though|then|while|or"
    r"|as well as|on top of (?:that|it|this))\s",
    re.I,
)
_NOT = (
    r"(?:\bnot\b|\bnever\b|\b(?:is|was|are|were|has|have|had|do|does|did|ca|wo|ai)n['\u2019]?t\b|\bno longer\b"
    r"|\bno ?(?:body|one)(?:['\u2019]?s)?\b)"
)
_NOT_ABOUT = (
    r"(?:(?:\bit['\u2019]?s|\bit is|\bthis is|\bthat['\u2019]?s|\bits) not|\b(?:it|this|that) isn['\u2019]?t|^not)"
    r"(?: (?:about|that|my|the|a|an|to do with|down to|i['\u2019]?ve|lost|anything))*\s"
    r"|\bnothing (?:to do |wrong )?with (?:my |the )?"
)
_FINE = (
    r"\b(?:(?:is|are|was|were|works?|working|seems?|['\u2019]s|['\u2019]re|comes?|gets? through|came)\s?(?:all "
    r"|just |perfectly )?"
    r"(?:fine|ok(?:ay)?|good|grand|right|correct|sorted|working|solved|linked|connected|no (?:problem|bother"
    r"|trouble)|alright)"
    r"|(?:no (?:problem|bother|trouble)|fine|ok)$)"
)


def _pattern(denial: Denial) -> re.Pattern[str]:
    noun = denial.nouns
    forms = [rf"(?:{_NOT_ABOUT}){noun}\b", rf"\b{noun}\b.{{0,30}}?{_FINE}"] if noun else []
    if denial.by_not:
        forms.append(rf"{_NOT}.{{0,20}}\b{noun}\b")
    return re.compile("|".join([*forms, *denial.phrases]), re.I)


@cache
def _denials(topics: Topics) -> dict[str, tuple[re.Pattern[str], bool]]:
    """By intent: how people say that they do not have this problem, and whether "not" before a noun says so."""
    denied = [(topic.intent, topic.denial) for topic in topics.all if topic.denial.nouns or topic.denial.phrases]
    return {intent: (_pattern(denial), denial.by_not) for intent, denial in denied}


_CANNOT = re.compile(
    r"\b(?:can\s?not|can['\u2019]?t|won['\u2019]?t|did\s?n['\u2019]?t|do(?:es)?\s?n['\u2019]?t|never|no"
    r"|not)\b(?! (?:problem|bother|trouble))",
    re.I,
)


def clauses(text: str) -> list[str]:
    """Returns the clauses that are meaningful by themselves; empty if there are fewer than two."""
    parts = [part.strip() for part in _BREAKS.split(text[:1000])]
    whole = [part for part in parts if len(part.split()) >= SHORTEST]
    return whole[:MOST] if len(whole) > 1 else []


def denies(clause: str, intent: str) -> bool:
    """Returns whether the clause denies the problem: "my account isn't locked"."""
    pattern, by_not = _denials(all_topics()).get(intent, (None, False))
    found = pattern.search(clause) if pattern else None
    if found is None:
        return False
    # "I never got the code" is the problem itself; "it's not the code" is not.
    about = re.match(_NOT_ABOUT, found[0], re.I) is not None
    return about or by_not or not _CANNOT.search(clause)
