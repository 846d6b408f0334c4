"""One short, sincere sentence where somebody is frightened or angry; never the same twice."""

from __future__ import annotations

from actions.names import FEELING_PREFIX, FlowStep, Intent, Slot
from actions.turn import Turn
from content.phrases import PhrasesOf

_FEELINGS = ("frightened", "angry")
_PHRASES = PhrasesOf("feelings")
# These have words of their own.
_SILENT = {Intent.REPORT_MEDICAL, Intent.GOODBYE, Intent.AFFIRM, Intent.THANK, Intent.HELP}


def feeling_in(text: str) -> str | None:
    """`frightened` or `angry`, by what is said of it; None where nothing is."""
    for feeling in _FEELINGS:
        found = _PHRASES[feeling].search(text)
        if found and not _PHRASES["denied"].search(text[: found.start()]):
            return feeling
    return None


def sympathise(turn: Turn) -> None:
    """Says the next sentence that was not said; nothing when none is left."""
    answered = turn.form is None and turn.heard.intent in _SILENT
    silent = turn.heard.pressed or answered or turn.slot(Slot.STEP) == FlowStep.RATING
    feeling = None if silent else feeling_in(turn.heard.text)
    if feeling is None:
        return
    names = sorted(name for name in turn.responses if name.startswith(f"{FEELING_PREFIX}{feeling}_"))
    fresh = next((name for name in names if name not in turn.items(Slot.SAID_ONCE)), None)
    if fresh and turn.once(fresh):
        turn.say(fresh)
