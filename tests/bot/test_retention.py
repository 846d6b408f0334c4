"""What is erased as too old, and when the clock is not believed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from bot.retention.retention import Retention, RetentionPeriods


class Clocks:
    def __init__(self) -> None:
        self.now = datetime(2026, 6, 2, 13, 0, tzinfo=UTC)
        self.ticks = 1000.0

    def go_on(self, passed: timedelta) -> None:
        self.now += passed
        self.ticks += passed.total_seconds()


class OldOnes:
    """An inbox that only notes what it is asked to erase."""

    def __init__(self) -> None:
        self.rounds = 0

    async def erase_older(self, than: datetime, at: datetime) -> int:
        self.rounds += 1
        return 0

    async def erase_old_cases(self, than: datetime, at: datetime) -> int:
        return 0

    async def pending_erasures(self) -> list[str]:
        return []

    async def purge_deleted_data(self) -> bool:
        return True


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def erases(clocks: Clocks) -> Callable[[], bool]:
    """One round; whether it looked for what is too old."""
    inbox, nothing = OldOnes(), cast("Any", None)
    periods = RetentionPeriods(timedelta(days=30), timedelta(days=365))
    retention = Retention(
        cast("Any", inbox), nothing, nothing, lambda: clocks.now, periods, nothing, lambda: clocks.ticks
    )

    def run_once() -> bool:
        before = inbox.rounds
        asyncio.run(retention.run_once())
        return inbox.rounds > before

    return run_once


def test_each_round_erases_what_is_too_old(clocks: Clocks, erases: Callable[[], bool]) -> None:
    assert erases()
    clocks.go_on(timedelta(days=3))
    assert erases()


def test_after_the_clock_leapt_ahead_nothing_is_too_old_for_a_day(clocks: Clocks, erases: Callable[[], bool]) -> None:
    clocks.now += timedelta(days=40)
    assert not erases()
    clocks.go_on(timedelta(hours=23))
    assert not erases()
    clocks.go_on(timedelta(hours=2))
    assert erases()


def test_a_clock_that_was_set_right_is_believed_at_once(clocks: Clocks, erases: Callable[[], bool]) -> None:
    clocks.now += timedelta(days=40)
    assert not erases()
    clocks.now -= timedelta(days=40)
    assert erases()


def test_a_clock_that_is_set_by_an_hour_changes_nothing(clocks: Clocks, erases: Callable[[], bool]) -> None:
    clocks.now += timedelta(hours=1)
    assert erases()
