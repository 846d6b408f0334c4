"""Erases outside the store what a person erased or what was kept long enough, as soon as possible."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.conversations.engine import EngineUnavailable
from bot.conversations.inbox import Inbox
from bot.conversations.refusals import Refused
from bot.conversations.worker import Worker
from bot.engine.client.client import EngineClient

logger = logging.getLogger(__name__)
EVERY = 5.0  # seconds
JUMP = timedelta(days=1)  # of the clock between two rounds


@dataclass(frozen=True)
class RetentionPeriods:
    """How long to keep a conversation after its last message, and a case after it was opened."""

    conversations: timedelta
    cases: timedelta


class Retention:
    """Erases old data. `withdraw` removes a conversation from exported files. Raises OSError.

    `monotonic` is a clock in seconds: if the system clock jumps forward, data must not look old.
    """

    def __init__(
        self,
        inbox: Inbox,
        client: EngineClient,
        worker: Worker,
        clock: Callable[[], datetime],
        periods: RetentionPeriods,
        withdraw: Callable[[str], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._monotonic = monotonic
        self._seen = (clock(), monotonic())
        self._distrusts_until = 0.0  # by the monotonic clock
        self._periods = periods
        self._inbox = inbox
        self._client = client
        self._traces = True  # of what was erased, perhaps by the one before us
        self._worker = worker
        self._withdraw = withdraw

    async def run(self) -> None:
        """Runs until it is cancelled."""
        while True:
            try:
                await self.run_once()
            except (EngineUnavailable, Refused) as error:
                logger.warning("Conversations wait to be erased everywhere: %s", error)
            await asyncio.sleep(EVERY)

    async def run_once(self) -> None:
        """Erases everything that is due, except conversations in progress. Raises EngineUnavailable and Refused."""
        now = self._clock()
        if self._is_trusted(now):
            await self._inbox.erase_older(now - self._periods.conversations, now)
            await self._inbox.erase_old_cases(now - self._periods.cases, now)
        waiting = await self._inbox.pending_erasures()
        self._traces = self._traces or bool(waiting)
        if self._traces and await self._inbox.purge_deleted_data():
            self._traces = False
        for conversation in waiting:
            if not self._worker.is_at_work(conversation) and self._withdrawn(conversation):
                await self._client.forget(conversation)
                await self._inbox.finish_erasure(conversation)

    def _is_trusted(self, now: datetime) -> bool:
        """Returns whether the clock can be trusted; after a jump it is not, for a day, so that it can be corrected."""
        (before, ticks), self._seen = self._seen, (now, self._monotonic())
        passed = timedelta(seconds=self._seen[1] - ticks)
        if now - before > passed + JUMP:
            self._distrusts_until = self._seen[1] + JUMP.total_seconds()
            logger.error("The clock leapt from %s to %s: for a day nothing is erased as too old.", before, now)
        elif before - now > JUMP:
            self._distrusts_until = 0.0  # it was set right
        return self._seen[1] >= self._distrusts_until

    def _withdrawn(self, conversation: str) -> bool:
        """Returns whether it succeeded; a file that cannot be deleted does not delay other conversations."""
        try:
            self._withdraw(conversation)
        except OSError as error:
            logger.error("What was proposed of %s cannot be deleted yet: %s", conversation, error)
            return False
        return True
