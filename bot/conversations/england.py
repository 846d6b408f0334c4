"""Converts times to local time in England, which people and the engine use to count days."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

ENGLAND = ZoneInfo("Europe/London")


def in_england(at: datetime) -> datetime:
    """Returns the naive local time; `at` must be aware."""
    return at.astimezone(ENGLAND).replace(tzinfo=None)
