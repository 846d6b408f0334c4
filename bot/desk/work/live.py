"""Notifies open pages of the desk that something changed, so that they fetch their content again."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.conversations.notifier import DESK, Notifier
from bot.conversations.refusals import Refused
from bot.conversations.typing import Typing
from bot.desk.desk import Desk
from bot.desk.visit import Visit
from bot.desk.work.viewers import Viewers
from bot.storage.agents.presence import mark_seen
from bot.storage.conversations.lists import counts

HEARTBEAT = 20.0  # seconds; also how often an agent counts as present
SOON = 2.0  # seconds, while somebody writes
CALM = 0.2  # seconds in which several changes become one


class LiveEvents:
    def __init__(self, desk: Desk, notifier: Notifier, typing: Typing, viewers: Viewers) -> None:
        self._desk = desk
        self._notifier = notifier
        self._typing = typing
        self._viewers = viewers
        self._stopping = False

    def routes(self) -> list[BaseRoute]:
        return [Route("/desk/events", self._desk.access.requires(script=True)(self.events))]

    def stop(self) -> None:
        """Ends every stream."""
        self._stopping = True
        self._notifier.publish_all()

    async def events(self, request: Request, visit: Visit) -> Response:
        conversation = request.query_params.get("conversation", "")[:80]
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        news = self._news(request, visit, conversation)
        return StreamingResponse(news, media_type="text/event-stream", headers=headers)

    async def _news(self, request: Request, visit: Visit, conversation: str) -> AsyncIterator[bytes]:
        """Yields events until the session ends or the bot stops."""
        agent, heard_of = visit.agent, datetime.min.replace(tzinfo=UTC)
        with contextlib.ExitStack() as open_:
            changed = open_.enter_context(self._notifier.subscribe(DESK))
            if conversation:
                open_.enter_context(self._notifier.subscribe(conversation, changed))
                open_.enter_context(self._viewers.at(conversation, agent.name))
                self._notifier.publish(conversation)  # the others see that somebody looks
            while not self._stopping and await self._desk.access.signed_in(request, touch=False):
                changed.clear()
                try:
                    heard_of = await self._note_presence(agent.id, heard_of)
                    state = await self._state(agent.id, agent.name, conversation)
                except Refused:
                    return
                yield f"event: changed\ndata: {json.dumps(state)}\n\n".encode()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), SOON if state["typing"] else HEARTBEAT)
                await asyncio.sleep(CALM)

    async def _note_presence(self, agent: int, before: datetime) -> datetime:
        """Records the agent's presence now and then, not at every event, to spare the store."""
        now = self._desk.clock()
        if now - before < timedelta(seconds=HEARTBEAT):
            return before
        await self._desk.database.write(lambda sql: mark_seen(sql, agent, now))
        return now

    async def _state(self, agent: int, name: str, conversation: str) -> dict[str, Any]:
        found = await self._desk.database.read(lambda sql: counts(sql, agent))
        return {
            **found,
            "typing": bool(conversation) and self._typing.name(conversation, "person") is not None,
            "viewers": self._viewers.others(conversation, name) if conversation else [],
        }
