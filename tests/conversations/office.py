"""The support team in a played conversation: an agent at the desk, the queue, the operator's switch."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import update

from bot.channels.terminal.terminal import time_passed
from bot.commands.local_bot import LocalBot
from bot.conversations.staff import Closing, Staff
from bot.storage import banner
from bot.storage.tables.agents import agents
from tests.storage.people import add_agent


class Office:
    """What a turn of a case may do beside the person: see tests/conversations/playing.py."""

    def __init__(self, bot: LocalBot, conversation: str) -> None:
        self._bot = bot
        self._conversation = conversation

    async def does(self, turn: dict[str, Any]) -> None:
        if "desk" in turn:
            self._desk(is_open=turn["desk"] == "open")
        elif "assistant" in turn:
            await self._switch(paused=turn["assistant"] == "paused")
        elif "waits" in turn:
            self._bot.clock.move(time_passed(turn["waits"]))
            await self._bot.container.support.time_out_waiting()
        elif turn["agent"] == "takes":
            await self._bot.container.support.take(self._conversation, self._agent())
        else:
            await self._acts(dict(turn["agent"]))

    async def _acts(self, done: dict[str, str]) -> None:
        support, agent = self._bot.container.support, self._agent()
        if "says" in done:
            await support.reply(self._conversation, agent, uuid.uuid4().hex, done["says"])
        elif "gives_back" in done:
            await support.give_back(self._conversation, agent, settled=done["gives_back"] == "settled")
            await self._answered()
        else:
            await support.close(self._conversation, agent, Closing(done["closes"]))

    async def _answered(self) -> None:
        """Waits until the assistant has taken up what it was given back."""
        container = self._bot.container
        with container.notifier.subscribe(self._conversation) as news:
            while await container.inbox.next_pending(self._conversation) is not None:
                await news.wait()
                news.clear()

    def _agent(self) -> Staff:
        """Sam, who has an account from the first time on."""
        found = getattr(self._bot, "sam", None)
        if found is None:
            found = add_agent(self._bot.container.database, at=self._bot.clock(), available=False)
            self._bot.sam = found  # type: ignore[attr-defined]
        return found

    def _desk(self, *, is_open: bool) -> None:
        agent = self._agent()
        seen = {"available": is_open, "seen_at": self._bot.clock()}
        self._bot.container.database.write_now(
            lambda sql: sql.execute(update(agents).where(agents.c.id == agent.id).values(seen))
        )

    async def _switch(self, *, paused: bool) -> None:
        at = self._bot.clock()
        words = "paused" if paused else ""
        await self._bot.container.database.write(lambda sql: banner.set_banner(sql, banner.PAUSE, words, "a test", at))
