"""Nobody waits for ever: looks every few seconds who waited too long, and who has come forward in the queue."""

from __future__ import annotations

import asyncio
import logging

from bot.conversations.refusals import Refused
from bot.conversations.support import Support

logger = logging.getLogger(__name__)
EVERY = 5.0  # seconds


class QueueTimeouts:
    def __init__(self, support: Support) -> None:
        self._support = support

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            try:
                await self._support.let_go()
                await self._support.publish_places()
            except Refused as error:
                logger.warning("Those who wait could not be looked at: %s", error)
            await asyncio.sleep(EVERY)
