"""The clock in England: what people there call today, and how the engine counts days."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

ENGLAND = ZoneInfo("Europe/London")


def in_england(at: datetime) -> datetime:
    """Naive local time; `at` is aware."""
    return at.astimezone(ENGLAND).replace(tzinfo=None)
