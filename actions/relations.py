"""Determines whose login a problem is about, and keeps what is known about different people apart."""

from __future__ import annotations

from typing import Any

from actions.names import Slot, Utter
from actions.turn import Turn
from content.phrases import PhrasesOf
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
_PHRASES = PhrasesOf("relations")


def person_in(text: str) -> str | None:
    """`your mum` where the message is about somebody else's login, `your` where it comes back to one's own."""
    for pattern in _PHRASES().separate("somebody_else"):
        found = pattern.search(text)
        if found:
            return f"your {' '.join(found['who'].lower().split())}"
    return YOUR if _PHRASES["self"].search(text) else None


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
