"""Determines whose login a problem is about, and keeps what is known about different people apart."""

from __future__ import annotations

import re
from typing import Any

from actions.names import Slot, Utter
from actions.turn import Turn
from content.responses import text_of

YOUR = "your"
# What belongs to one person, and goes with that person when the talk turns to another.
_PERSONAL = (
    Slot.LOGIN_EMAIL,
    Slot.LOGIN_EMAIL_CONFIRMED,
    Slot.CONTACT_EMAIL,
    Slot.CONTACT_EMAIL_CONFIRMED,
    Slot.TYPED_EMAIL,
    Slot.SUGGESTED_EMAIL,
    Slot.MAILBOX_LOST,
    Slot.REMEDIES_TRIED,
    Slot.FIRST_SEEN,
    Slot.SERVICE,
)
_ADJECTIVES = (
    *("elderly", "old", "older", "younger", "little", "late", "poor", "dear", "best", "step", "foster", "great"),
    *("disabled", "teenage", "own"),
)
_RELATIONS = (
    *("mum", "mother", "mam", "mom", "mummy", "mama", "dad", "father", "daddy", "papa", "parents?"),
    *("husband", "hubby", "wife", "partner", "boyfriend", "girlfriend", "fianc[eé]e?", "other half"),
    *("son", "daughter", "child", "kid", "boy", "girl", "baby", "toddler", "teenager", "brother", "sister"),
    *("gran", "nan", "nana", "nanna", "grandma", "grandmother", "granny", "grandad", "granddad", "grandfather"),
    *("grandpa", "grandson", "granddaughter", "aunt", "auntie", "uncle", "niece", "nephew", "cousin"),
    *("mother.in.law", "father.in.law", "friend", "mate", "neighbour", "neighbor", "client", "carer", "boss"),
    *("colleague", "flatmate"),
)
_PERSON = rf"(?P<who>(?:(?:{'|'.join(_ADJECTIVES)}) ?)?(?:{'|'.join(_RELATIONS)}))"
_THING = (
    r"(?:nhs|account|login|log.?in|code|e-?mail|app|gp|surgery|doctor|connection|problem|phone|security|details"
    r"|one|cid)"
)
_CANNOT = r"(?:can ?n.?o?t|can.?t|could ?n.?t|is unable to|not able to|is trying to|tries to)"
_TROUBLE = (
    rf"(?:{_CANNOT} (?:get|log|login|see|use|connect|access|open|sign|remember|receive|link|find|even|seem)"
    r"|is ?n(?:.?|o)t (?:getting|able|receiving|connected)|never (?:gets?|got|receive)"
    r"|(?:does|do) ?n(?:.?|o)t (?:get|receive|have|see)"
    r"|did ?n.?t (?:get|receive)|has ?n.?t (?:got|had|received)|has lost|is (?:locked|stuck|getting|having)"
    r"|got locked|keeps"
    r"|gets? (?:no|a message|the message|cid\w*|an error|the same|it|this)"
    r"|(?:has|have) (?:been|(?:got )?(?:the same|this|that|it|cid\w*))"
    r"|also (?:gets?|has|can)"
    r"|can no longer|lost (?:her|his|their)|needs)"
)
_OTHER = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:for|on behalf of|about|helping) (?:my|me|our|the) {_PERSON}\b(?! (?:says|said|told))",
        rf"\b(?:my|me|our) {_PERSON}(?:'s|\u2019s|s)? (?:\w+ )?{_THING}\b",
        rf"\b(?:my|me|our) {_PERSON},? (?:who is \w+ |\w+ing )?{_TROUBLE}\b",
        rf"^{_PERSON}(?:'s|\u2019s|s)? (?:\w+ )?{_THING}\b",
        rf"^{_PERSON} {_TROUBLE}\b",
        rf"\b(?:it is|it.?s|this is|its) (?:for |not me,? )?(?:my|me|our) {_PERSON}\b",
    )
]
_SELF = re.compile(
    r"\b(?:now|and|it.?s|this (?:one|is)|problem|account|login|actually|no,?) (?:is |it.?s )?(?:for"
    r"|about) (?:me|myself)\b"
    r"|\bmy own (?:\w+ )?(?:account|login|code|problem|one|app)\b|\b(?:mine is|my turn|my own is)\b",
    re.IGNORECASE,
)


def person_in(text: str) -> str | None:
    """`your mum` where the message is about somebody else's login, `your` where it comes back to one's own."""
    for pattern in _OTHER:
        found = pattern.search(text)
        if found:
            return f"your {' '.join(found['who'].lower().split())}"
    return YOUR if _SELF.search(text) else None


def whose(person: str) -> str:
    """`your` or `your mum's`, before the name of a thing."""
    if person == YOUR:
        return text_of(Utter.WHOSE_OWN)
    name = Utter.WHOSE_PLURAL if person.endswith("s") else Utter.WHOSE
    return text_of(name, relation=person.removeprefix(f"{YOUR} "))


def turn_to(turn: Turn, person: str) -> None:
    """Keeps what is known of the one, takes up what is known of the other."""
    now = turn.slot(Slot.FOR_WHOM) or YOUR
    if person == now:
        return
    people: dict[str, dict[str, Any]] = {**(turn.slot(Slot.PEOPLE) or {})}
    people[now] = {slot.value: turn.slot(slot) for slot in _PERSONAL}
    known = people.get(person, {})
    turn.set(Slot.PEOPLE, people)
    for slot in _PERSONAL:
        turn.set(slot, known.get(slot.value))
    name(turn, person)


def name(turn: Turn, person: str) -> None:
    turn.set(Slot.FOR_WHOM, person)
    turn.set(Slot.WHOSE, whose(person))


def case_person(person: str | None) -> str | None:
    """As the agent reads it: `mum`, or None for the person's own problem."""
    return None if person in (None, YOUR) else person.removeprefix("your ")
