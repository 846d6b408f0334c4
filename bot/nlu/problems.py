"""Which problems a message names, the most urgent first: from the whole message and from its clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.nlu.clauses import denies

PROBLEMS = "problems"  # in the parse data: every problem that the message names

# The order in which two problems in one message are worked on.
URGENCY = (
    "report_medical",
    "request_human",
    "report_login_disabled",
    "report_login_unavailable",
    "lost_email_access",
    "report_missing_security_code",
    "report_gp_connection",
    "report_nhs_number",
    "report_existing_account",
)
# How sure a clause must be to name a problem of its own. Chosen on messages with one and with two problems: at 0.93
# two in three of the second problems are noticed, and one in sixty of the single ones is taken for two.
SURE = 0.93


@dataclass(frozen=True)
class Opinion:
    """What a text was classified as."""

    text: str
    intent: str
    confidence: float


def problems(whole: Opinion, parts: Sequence[Opinion]) -> list[str]:
    """The intents of the problems, the most urgent first; empty where the message names none."""
    denied = {part.intent for part in parts if denies(part.text, part.intent)}
    beside = {
        part.intent
        for part in parts
        if part.intent in URGENCY and not denies(part.text, part.intent) and part.confidence >= SURE
    }
    named = beside | ({whole.intent} & set(URGENCY))
    if whole.intent in denied and whole.intent not in beside and beside:
        named.discard(whole.intent)
    return sorted(named, key=URGENCY.index)
