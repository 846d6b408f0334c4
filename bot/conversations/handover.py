"""A handover: why a person from the support team is needed, read from the case that the assistant passed on. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

STOP_WAITING = "/stop_waiting"  # the payload of the bot's own button; the engine never gets it
STOP_WORDS = {"stop waiting", "stop"}  # typed while waiting
GIVEN_BACK, GIVEN_BACK_SETTLED = "/given_back", "/given_back_settled"  # what the engine is told
HANDOVER, WAIT_AGAIN = "handover", "wait_again"  # kinds of data beside a reply


@dataclass(frozen=True)
class Handover:
    """`remedy` is the last one tried, empty where none was; `reason` a word that figures are counted by."""

    case_number: str
    reason: str
    topic: str = ""
    remedy: str = ""
    has_email: bool = False


def handover_of(case: Mapping[str, Any], number: str) -> Handover:
    """`number` is the one under which the store keeps the case."""
    tried = case.get("remedies_tried") or []
    reason = case.get("reason") or ("asked" if case.get("asked_for_human") else "tried_all" if tried else "no_remedy")
    email = case.get("contact_email") or case.get("login_email")
    return Handover(number, str(reason), str(case.get("topic") or ""), str(tried[-1]) if tried else "", bool(email))
