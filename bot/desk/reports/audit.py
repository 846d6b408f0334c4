"""The audit page, for admins. Reading it is audited too."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.conversations.agent import Role
from bot.desk.desk import Desk
from bot.desk.paging import row_id_of
from bot.desk.visit import Visit
from bot.safety.hygiene import tidy
from bot.storage.audit import add_audit_entry
from bot.storage.tables.audit import audit

ROWS = 100  # on a page
ASKED = ("who", "what", "conversation")


class AuditPages:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[BaseRoute]:
        return [Route("/desk/audit", self._desk.access.requires(Role.ADMIN)(self.show))]

    async def show(self, request: Request, visit: Visit) -> Response:
        query = {name: tidy(request.query_params.get(name, ""))[:80] for name in ASKED}
        before = row_id_of(request.query_params.get("before", ""))
        rows = await self._desk.database.read(lambda sql: _audited(sql, query, before))
        now = self._desk.clock()
        await self._desk.database.write(lambda sql: add_audit_entry(sql, now, visit.agent.login, "audit read", None))
        return self._desk.pages.page("audit.html", visit, rows=rows[:ROWS], query=query, more=len(rows) > ROWS)


def _audited(sql: Connection, query: dict[str, str], before: int | None) -> list[Row[Any]]:
    """Returns the newest rows first, and one more than a page shows, if there is one."""
    wanted = select(audit)
    for name, value in query.items():
        if value:
            wanted = wanted.where(audit.c[name].icontains(value, autoescape=True))
    if before is not None:
        wanted = wanted.where(audit.c.id < before)
    return list(sql.execute(wanted.order_by(audit.c.id.desc()).limit(ROWS + 1)).all())
