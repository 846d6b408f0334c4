"""The pages of supervisors and admins: figures, what was not understood, and the audit."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, Row, select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.agent import Role
from bot.desk.desk import Desk
from bot.desk.proposals import example, intents, propose
from bot.desk.visit import Visit
from bot.desk.wording import OUTCOMES, REASONS, TOPICS, moment_in_words
from bot.storage.audit import note
from bot.storage.figures import Figures, figures, talked
from bot.storage.not_understood import not_understood, settle
from bot.storage.tables import audit

DAYS = (1, 7, 30, 90)
ROWS = 100  # of the audit on a page
TITLES = {
    "ends": "How handovers ended",
    "outcomes": "Outcomes of cases",
    "reasons": "Why a person was needed",
    "topics": "Topics handed over",
    "remedies": "The last step tried before a handover",
    "ratings": "How people rated it",
}
NAMES = {**TOPICS, **REASONS, **{key.value: title for key, title in OUTCOMES.items()}}
NAMES |= {"given_back": "Given back to the assistant", "closed": "Closed by an agent", "left": "Stopped waiting"}
NAMES |= {"nobody_came": "Nobody came", "ended": "Ended by the person", "good": "Well", "middle": "All right"}
NAMES |= {"bad": "Badly", "open": "Still open", "kept": "Ended by time"}


class Supervising:
    """`folder` takes proposals for conversation designers."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self._desk = desk
        self._folder = folder
        self._intents = intents()

    def routes(self) -> list[BaseRoute]:
        supervisor = self._desk.guarding.requires(Role.SUPERVISOR)
        admin = self._desk.guarding.requires(Role.ADMIN)
        return [
            Route("/desk/figures", supervisor(self.figures)),
            Route("/desk/figures.csv", supervisor(self.table)),
            Route("/desk/not-understood", supervisor(self.not_understood)),
            Route("/desk/not-understood/{number:int}", supervisor(self.propose), methods=["POST"]),
            Route("/desk/audit", admin(self.audit)),
        ]

    async def _figures(self, request: Request) -> tuple[int, Figures]:
        given = request.query_params.get("days", "7")
        days = int(given) if given.isdigit() and int(given) in DAYS else 7
        now = self._desk.clock()
        return days, await self._desk.database.read(lambda sql: figures(sql, days, now))

    async def figures(self, request: Request, visit: Visit) -> Response:
        days, found = await self._figures(request)
        opened = await self._desk.database.read(lambda sql: talked(sql, days, self._desk.clock()))
        tables = [(TITLES[name], _named(getattr(found, name))) for name in TITLES]
        return self._desk.pages.page(
            "figures.html",
            visit,
            minutes=_minutes,
            figures=found,
            days=days,
            choices=DAYS,
            tables=tables,
            opened=opened,
        )

    async def table(self, request: Request, visit: Visit) -> Response:
        days, found = await self._figures(request)
        now = self._desk.clock()
        what = f"figures of {days} days exported"
        await self._desk.database.write(lambda sql: note(sql, now, visit.agent.login, what, None))
        headers = {
            "Content-Disposition": f'attachment; filename="figures-{days}-days.csv"',
            "Cache-Control": "no-store",
        }
        return Response(_csv(found), media_type="text/csv; charset=utf-8", headers=headers)

    async def not_understood(self, request: Request, visit: Visit) -> Response:
        before = request.query_params.get("before", "")
        last = int(before) if before.isdigit() and len(before) < 12 else None
        rows = await self._desk.database.read(lambda sql: not_understood(sql, last))
        said = "The proposal is written." if "proposed" in request.query_params else ""
        return self._desk.pages.page(
            "not_understood.html", visit, rows=rows, intents=self._intents, words=moment_in_words, said=said
        )

    async def propose(self, request: Request, visit: Visit) -> Response:
        """Without an intent the message is left out."""
        number, now, given = request.path_params["number"], self._desk.clock(), visit.given
        intent, text = given.get("intent", ""), example(given.get("text", ""))
        wanted = intent in self._intents and bool(text)

        def do(sql: Connection) -> bool:
            settled = settle(sql, number, "proposed" if wanted else "left_out")
            what = f"example proposed for {intent}" if wanted else "example left out"
            if settled:
                note(sql, now, visit.agent.login, what, None)
            return settled

        if await self._desk.database.write(do) and wanted:
            propose(self._folder, number, intent, text, now)
        return RedirectResponse("/desk/not-understood" + ("?proposed=1" if wanted else ""), 303)

    async def audit(self, request: Request, visit: Visit) -> Response:
        """Reading it is written in it."""
        query = {name: request.query_params.get(name, "").strip()[:80] for name in ("who", "what", "conversation")}
        before = request.query_params.get("before", "")
        last = int(before) if before.isdigit() and len(before) < 12 else None
        rows = await self._desk.database.read(lambda sql: _audited(sql, query, last))
        now = self._desk.clock()
        await self._desk.database.write(lambda sql: note(sql, now, visit.agent.login, "audit read", None))
        return self._desk.pages.page("audit.html", visit, rows=rows, query=query, more=len(rows) == ROWS)


def _audited(sql: Connection, query: dict[str, str], before: int | None) -> list[Row[tuple[object, ...]]]:
    """The newest first."""
    wanted = select(audit)
    for name, value in query.items():
        if value:
            wanted = wanted.where(audit.c[name].icontains(value, autoescape=True))
    if before is not None:
        wanted = wanted.where(audit.c.id < before)
    return list(sql.execute(wanted.order_by(audit.c.id.desc()).limit(ROWS)).all())


def _named(counts: dict[str, int]) -> list[tuple[str, int, int]]:
    """Name, number, and the length of its bar in hundredths."""
    most = max(counts.values(), default=1)
    return [
        (NAMES.get(name, name.replace("_", " ")), number, round(100 * number / most)) for name, number in counts.items()
    ]


def _minutes(seconds: float | None) -> str:
    if seconds is None:
        return "No data yet"
    return f"{timedelta(seconds=round(seconds))}"


def _csv(found: Figures) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["figure", "name", "value"])
    for row in _cells(found):
        writer.writerow([_plain(cell) for cell in row])
    return out.getvalue()


def _cells(found: Figures) -> Iterator[tuple[str, str, object]]:
    for figure, value in asdict(found).items():
        if isinstance(value, dict):
            yield from ((figure, name, number) for name, number in value.items())
        else:
            yield figure, "", "" if value is None else value


def _plain(cell: object) -> str:
    """A spreadsheet must not take it for a formula."""
    text = str(cell)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
