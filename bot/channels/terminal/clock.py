"""A clock that can be stopped at a time and moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

ENGLAND = ZoneInfo("Europe/London")


class Clock:
    """Aware, in UTC. Local times are England's, as the engine counts days."""

    def __init__(self, local: datetime | None = None) -> None:
        self._fixed: datetime | None = None
        if local is not None:
            self.set(local)

    def __call__(self) -> datetime:
        return self._fixed or datetime.now(UTC)

    def set(self, local: datetime) -> None:
        """Stops the clock at this time in England."""
        self._fixed = local.replace(tzinfo=ENGLAND).astimezone(UTC)

    def move(self, passed: timedelta) -> None:
        self._fixed = self() + passed
