"""Reads from a case why a person from the support team is needed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.conversations.case_fields import CASE_FIELDS, CaseFields

STOP_WAITING = "/stop_waiting"  # the payload of the bot's own button; the engine never gets it
GIVEN_BACK, GIVEN_BACK_SETTLED = "/given_back", "/given_back_settled"  # what the engine is told
HANDOVER, WAIT_AGAIN = "handover", "wait_again"  # kinds of data beside a reply


@dataclass(frozen=True)
class Handover:
    """`remedy` is the last one tried, empty if there was none; `reason` is a key for the figures."""

    case_number: str
    reason: str
    topic: str = ""
    remedy: str = ""
    has_email: bool = False


def handover_of(case: Mapping[str, Any], case_number: str, fields: CaseFields = CASE_FIELDS) -> Handover:
    """`case_number` is the one under which the store has the case."""
    tried = case.get("remedies_tried") or []
    reason = case.get("reason") or ("asked" if case.get("asked_for_human") else "tried_all" if tried else "no_remedy")
    return Handover(
        case_number=case_number,
        reason=str(reason),
        topic=str(case.get("topic") or ""),
        remedy=str(tried[-1]) if tried else "",
        has_email=bool(fields.addresses(case)),
    )
