"""One short, sincere sentence where somebody is frightened or angry; never the same twice."""

from __future__ import annotations

import re

from actions.names import FEELING_PREFIX, FlowStep, Intent, Slot
from actions.turn import Turn

_FEELINGS = {
    "frightened": re.compile(
        r"\b(?:scared|frightened|terrified|petrified|afraid|panic\w*|worried|worrying|anxious|anxiety"
        r"|shaking|desperate"
        r"|crying|in tears|freaking out|stress\w*|distress\w*|upset|nervous|sick with worry)\b",
        re.IGNORECASE,
    ),
    "angry": re.compile(
        r"\b(?:angry|furious|fuming|livid|fed up|sick of|sick and tired|ridiculous|disgrace\w*"
        r"|absolute (?:joke|shambles)"
        r"|joke|shambles|unacceptable|appalling|pathetic|outrageous|infuriating|disgusting|had enough|useless|rubbish"
        r"|frustrat\w*|annoy\w*|wast(?:e|ed|ing) (?:of )?(?:my )?time|bloody|stupid|nonsense)\b",
        re.IGNORECASE,
    ),
}
_DENIED = re.compile(r"\b(?:not|n.t|no need to be|don.?t be|never) (?:\w+ )?$", re.IGNORECASE)
# These have words of their own.
_SILENT = {Intent.REPORT_MEDICAL, Intent.GOODBYE, Intent.AFFIRM, Intent.THANK, Intent.HELP}


def feeling_in(text: str) -> str | None:
    """`frightened` or `angry`, by what is said of it; None where nothing is."""
    for feeling, pattern in _FEELINGS.items():
        found = pattern.search(text)
        if found and not _DENIED.search(text[: found.start()]):
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
