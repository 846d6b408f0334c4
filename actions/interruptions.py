"""Recognises messages in the middle of a form that need a separate answer."""

from __future__ import annotations

from collections.abc import Collection

from actions.message import Heard
from actions.names import Intent

# These have answers of their own; the form waits.
INTERRUPTIONS = {
    Intent.REQUEST_HUMAN,
    Intent.REPORT_MEDICAL,
    Intent.SHARE_SECRET,
    Intent.ASK_HELP,
    Intent.ASK_PROGRESS,
    Intent.GREET,
    Intent.THANK,
    Intent.GOODBYE,
    Intent.GIVE_REFERENCE,
    Intent.HELP,
    Intent.CORRECT,
    Intent.STOP,
    Intent.START_AGAIN,
    Intent.ABUSE,
    Intent.OTHER_LANGUAGE,
    Intent.GIVEN_BACK,
    Intent.GIVEN_BACK_SETTLED,
}


def interrupts(heard: Heard, besides: Collection[Intent] = ()) -> bool:
    """Returns whether the message needs a separate answer: a topic, or one of INTERRUPTIONS not in `besides`."""
    return heard.topic is not None or (heard.intent in INTERRUPTIONS and heard.intent not in besides)
