"""Takes a message for the support team while the engine is away, with two questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

LEAVE_MESSAGE = "/leave_for_a_person"  # the payload of the bot's own button; the engine never gets it
EMAIL = re.compile(r"[^\s@<>(),;:\"']{1,64}@[^\s@<>(),;:\"']{1,190}\.[^\W\d_]{2,24}")


class SupportMessageStep(str, Enum):
    """The step that a message for support has reached."""

    NO = ""
    ASKED = "asked"
    ASKED_AGAIN = "asked_again"


@dataclass(frozen=True)
class Step:
    """The response to send, and the case if one opens."""

    support_message_step: SupportMessageStep
    response: str
    case: dict[str, Any] | None = None


def leave(text: str, so_far: SupportMessageStep, waiting: Sequence[str], new_number: Callable[[], str]) -> Step:
    """Returns the next step. `waiting` are the person's unanswered messages. After two questions a case opens without
    an email.
    """
    if so_far is SupportMessageStep.NO:
        return Step(SupportMessageStep.ASKED, "utter_leave_ask_email")
    found = EMAIL.search(text)
    if found is None and so_far is SupportMessageStep.ASKED:
        return Step(SupportMessageStep.ASKED_AGAIN, "utter_leave_ask_email_again")
    case = {
        "case_number": new_number(),
        "topic": "other",
        "reference": None,
        "login_email": None,
        "contact_email": found.group().strip(".") if found else None,
        "remedies_tried": [],
        "words": [*waiting, text],
        "reason": "engine_away",
    }
    return Step(SupportMessageStep.NO, "utter_left" if found else "utter_left_without_email", case)
