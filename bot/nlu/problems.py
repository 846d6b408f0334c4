"""Which problems a message names, the most urgent first: from the whole message and from its clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.nlu.clauses import denies

PROBLEMS = "problems"  # in the parse data: every problem that the message names

# The order in which two problems in one message are worked on.
URGENCY = (
    "request_human",
    "report_login_disabled",
    "report_login_unavailable",
    "lost_email_access",
    "report_missing_security_code",
    "report_gp_connection",
    "report_nhs_number",
    "report_existing_account",
    "report_medical",  # what is urgent was answered before: an emergency never comes here
)
# A clause alone is not believed in these: "I was told to contact support" is no request.
_ONLY_WHOLE = {"request_human"}
# How sure a clause must be to name a problem of its own. Chosen on messages with one and with two problems.
SURE = 0.85
LIKELY = 0.3  # how sure of a problem one must be that takes the place of a denied one


@dataclass(frozen=True)
class Opinion:
    """What a text was classified as."""

    text: str
    intent: str
    confidence: float


def problems(whole: Sequence[Opinion], parts: Sequence[Opinion]) -> list[str]:
    """The intents of the problems, the most urgent first; empty where the message names none.

    `whole` is what the message may be as a whole, the likeliest first; `parts` what each clause is likeliest.
    """
    denied = {intent for intent in URGENCY if any(denies(part.text, intent) for part in parts)}
    beside = {
        part.intent
        for part in parts
        if part.intent in URGENCY
        and part.intent not in _ONLY_WHOLE
        and not denies(part.text, part.intent)
        and part.confidence >= SURE
    }
    likeliest = whole[0].intent
    if likeliest in denied and likeliest not in beside:
        likeliest = _instead(whole, denied, beside)
    return sorted(beside | ({likeliest} & set(URGENCY)), key=URGENCY.index)


def _instead(whole: Sequence[Opinion], denied: set[str], beside: set[str]) -> str:
    """What the message is about, if not what it denies: what a clause names, else the next likeliest problem."""
    others = [opinion for opinion in whole if opinion.intent not in denied]
    named = next((opinion.intent for opinion in others if opinion.intent in beside), None)
    likely = next((o.intent for o in others if o.intent in URGENCY and o.confidence >= LIKELY), None)
    return named or likely or whole[0].intent
