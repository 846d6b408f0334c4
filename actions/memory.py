"""What is said in passing is kept, so that it is not asked again: which website or app, and since when."""

from __future__ import annotations

from actions.first_seen import parse_first_seen
from actions.names import Form, Intent, Slot
from actions.relations import person_in, turn_to
from actions.turn import Turn
from content.phrases import PhrasesOf

_PHRASES = PhrasesOf("memory")


def remember(turn: Turn) -> None:
    """Only beside a problem: "since Monday" in another sentence is about something else."""
    heard = turn.heard
    if heard.pressed:
        return
    person = person_in(heard.text)
    if person is not None and heard.intent is not Intent.CORRECT:
        turn_to(turn, person)
    if heard.services:
        turn.set(Slot.SERVICE, heard.services[-1])
    if (
        turn.form is not Form.FIRST_SEEN
        and (heard.problems or heard.references)
        and _PHRASES["since"].search(heard.text)
    ):
        seen = parse_first_seen(heard.text, heard.now)
        if seen.kind == "day" and seen.day is not None:
            turn.set(Slot.FIRST_SEEN, seen.day.isoformat())
