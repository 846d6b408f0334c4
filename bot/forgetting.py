"""What a person erased, or what was kept long enough, is erased in the engine too, as soon as it can be asked."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.conversations.assistant import EngineUnavailable
from bot.conversations.inbox import Inbox
from bot.conversations.refused import Refused
from bot.conversations.worker import Worker
from bot.engine.client import EngineClient

logger = logging.getLogger(__name__)
EVERY = 5.0  # seconds


class Forgetting:
    """`keep` is how many days a conversation stays after its last message, `cases` a case after it opened."""

    def __init__(
        self, inbox: Inbox, client: EngineClient, worker: Worker, clock: Callable[[], datetime], keep: int, cases: int
    ) -> None:
        self._clock = clock
        self._keep = timedelta(days=keep)
        self._keep_cases = timedelta(days=cases)
        self._inbox = inbox
        self._client = client
        self._traces = True  # of what was erased, perhaps by the one before us
        self._worker = worker

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            try:
                await self.once()
            except (EngineUnavailable, Refused) as error:
                logger.warning("Conversations wait to be erased in the engine: %s", error)
            await asyncio.sleep(EVERY)

    async def once(self) -> None:
        """All that are due; not those that the engine is at work on. Raises EngineUnavailable and Refused."""
        now = self._clock()
        await self._inbox.erase_older(now - self._keep, now)
        await self._inbox.erase_old_cases(now - self._keep_cases, now)
        waiting = await self._inbox.to_erase()
        self._traces = self._traces or bool(waiting)
        if self._traces and await self._inbox.leave_no_trace():
            self._traces = False
        for conversation in waiting:
            if conversation not in self._worker.busy:
                await self._client.forget(conversation)
                await self._inbox.erased(conversation)
