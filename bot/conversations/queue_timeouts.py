"""Every 5 seconds, times out people who waited too long and publishes new queue positions."""

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
        """Runs until it is cancelled."""
        while True:
            try:
                await self._support.time_out_waiting()
                await self._support.publish_places()
            except Refused as error:
                logger.warning("The queue could not be checked: %s", error)
            await asyncio.sleep(EVERY)
