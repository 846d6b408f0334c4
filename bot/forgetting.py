"""What a person erased, or what was kept long enough, is erased outside the store too, as soon as that can be done."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.conversations.assistant import EngineUnavailable
from bot.conversations.inbox import Inbox
from bot.conversations.refused import Refused
from bot.conversations.worker import Worker
from bot.engine.client import EngineClient

logger = logging.getLogger(__name__)
EVERY = 5.0  # seconds


@dataclass(frozen=True)
class Keeping:
    """How long a conversation stays after its last message, and a case after it was opened."""

    conversations: timedelta
    cases: timedelta


class Forgetting:
    """`withdraw` takes a conversation out of what was written of it to files. Raises OSError."""

    def __init__(
        self,
        inbox: Inbox,
        client: EngineClient,
        worker: Worker,
        clock: Callable[[], datetime],
        keeping: Keeping,
        withdraw: Callable[[str], None],
    ) -> None:
        self._clock = clock
        self._keeping = keeping
        self._inbox = inbox
        self._client = client
        self._traces = True  # of what was erased, perhaps by the one before us
        self._worker = worker
        self._withdraw = withdraw

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            try:
                await self.once()
            except (EngineUnavailable, Refused) as error:
                logger.warning("Conversations wait to be erased everywhere: %s", error)
            await asyncio.sleep(EVERY)

    async def once(self) -> None:
        """All that are due; not those that the worker is at work on. Raises EngineUnavailable and Refused."""
        now = self._clock()
        await self._inbox.erase_older(now - self._keeping.conversations, now)
        await self._inbox.erase_old_cases(now - self._keeping.cases, now)
        waiting = await self._inbox.to_erase()
        self._traces = self._traces or bool(waiting)
        if self._traces and await self._inbox.leave_no_trace():
            self._traces = False
        for conversation in waiting:
            if not self._worker.is_at_work(conversation) and self._withdrawn(conversation):
                await self._client.forget(conversation)
                await self._inbox.erased(conversation)

    def _withdrawn(self, conversation: str) -> bool:
        """Whether that was possible: one file that cannot be deleted holds up no other conversation."""
        try:
            self._withdraw(conversation)
        except OSError as error:
            logger.error("What was proposed of %s cannot be deleted yet: %s", conversation, error)
            return False
        return True
