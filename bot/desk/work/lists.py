"""The pages of the desk's lists, and the switch for an agent's availability."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.conversations.agent import Agent
from bot.conversations.notifier import DESK, Notifier
from bot.conversations.staff import AtCapacity
from bot.conversations.support import Support
from bot.desk.desk import Desk
from bot.desk.visit import HOME, Visit
from bot.desk.wording import ago, problem_of
from bot.storage.agents.presence import mark_seen, set_available
from bot.storage.audit import add_audit_entry
from bot.storage.conversations.lists import counts, list_conversations

LONGEST_QUERY = 100  # characters


class ListPages:
    def __init__(self, desk: Desk, support: Support, notifier: Notifier) -> None:
        self._desk = desk
        self._support = support
        self._notifier = notifier

    def routes(self) -> list[BaseRoute]:
        agent = self._desk.access.requires()
        return [
            Route(HOME, agent(self.show)),
            Route("/desk/available", agent(self.available), methods=["POST"]),
            Route("/desk/next", agent(self.take_next), methods=["POST"]),
        ]

    async def show(self, request: Request, visit: Visit) -> Response:
        """Shows the list `show`, or a search for `q`, which is audited; with `part` only the list itself."""
        named = {one.name: one for one in self._desk.lists}
        shown = named.get(request.query_params.get("show", ""), self._desk.lists[0])
        query, agent, now = request.query_params.get("q", "").strip()[:LONGEST_QUERY], visit.agent, self._desk.clock()
        rows = await self._desk.database.read(lambda sql: list_conversations(sql, shown.selection, agent.id, query))
        counted = await self._desk.database.read(lambda sql: counts(sql, agent.id))
        part = "part" in request.query_params
        if not part:  # a page without scripts says by this alone that somebody is there
            await self._desk.database.write(lambda sql: self._opened(sql, agent, now, searched=bool(query)))
        return self._desk.pages.page(
            "list_part.html" if part else "list.html",
            visit,
            rows=[
                (row, problem_of(row.case.data if row.case else {}, row.emergency), ago(row.since, now)) for row in rows
            ],
            counts=counted,
            shown=shown,
            query=query,
        )

    def _opened(self, sql: Connection, agent: Agent, now: datetime, *, searched: bool) -> None:
        mark_seen(sql, agent.id, now)
        if searched:
            add_audit_entry(sql, now, agent.login, "searched", None)

    async def available(self, request: Request, visit: Visit) -> Response:
        agent, is_there = visit.agent, visit.given.get("available") == "yes"
        now = self._desk.clock()
        await self._desk.database.write(lambda sql: set_available(sql, agent.id, agent.login, is_there, now))
        await self._support.queue_moved()
        return RedirectResponse(HOME, 303)

    async def take_next(self, request: Request, visit: Visit) -> Response:
        try:
            taken = await self._support.take_next(visit.agent.staff)
        except AtCapacity as refused:
            return self._desk.pages.refused(refused, visit)
        self._notifier.publish(DESK)
        return RedirectResponse(f"/desk/conversations/{taken}" if taken else HOME, 303)
