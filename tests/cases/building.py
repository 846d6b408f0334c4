"""Builds a case as the assistant hands it over, and deliveries with it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.conversations.outbox import Delivery

NOW = datetime(2026, 6, 2, 13, 0, tzinfo=UTC)
CASE: dict[str, Any] = {
    "case_number": "K7M-4PQ",
    "topic": "missing_security_code",
    "reference": "CID2014",
    "login_email": "ann@example.com",
    "contact_email": None,
    "remedies_tried": ["spam folder", "new code"],
    "first_seen": "2026-05-30",
    "words": ["I get no code", "zażółć 🙂"],
    "asked_for_human": True,
    "service": "NHS App",
    "summary": "The person gets no security code. Reference: CID2014.",
}
TRANSCRIPT = ["14:00 Person: I get no code", "14:01 Assistant: Check your spam folder."]


def delivery(kind: str = "email", what: str = "opened", earlier: str = "", **case: Any) -> Delivery:
    """The keywords change the case."""
    body = {"what": what, "case": {**CASE, **case}, "transcript": TRANSCRIPT, "ticket": None}
    return Delivery(7, kind, "web-1", "K7M-4PQ", body, 0, NOW, earlier)
