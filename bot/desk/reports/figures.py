"""The figures, for supervisors: a page with tables and bars, and a CSV export."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.conversations.agent import Role
from bot.desk.desk import Desk
from bot.desk.reports.figures_csv import csv_of
from bot.desk.visit import Visit
from bot.desk.wording import OUTCOMES, REASONS, topic_label
from bot.storage.audit import add_audit_entry
from bot.storage.reports.figures import Figures, conversations_opened, figures

DAYS = (1, 7, 30, 90)
TITLES = {
    "answers": "Time to the first answer",
    "ends": "How handovers ended",
    "outcomes": "Outcomes of cases",
    "solved": "Who solved the problem",
    "reasons": "Why a person was needed",
    "topics": "Topics handed over",
    "topic_reasons": "Why a person was needed, per topic",
    "remedies": "The last step tried before a handover",
    "remedy_reasons": "Why a person was needed, per last step tried",
    "ratings": "How people rated the chat",
}
NAMES = {**REASONS, **{key.value: title for key, title in OUTCOMES.items()}}
NAMES |= {"given_back": "Given back to the assistant", "closed": "Closed by an agent", "left": "Stopped waiting"}
NAMES |= {"nobody_came": "Nobody was free", "ended": "Ended by the person", "good": "Well", "middle": "All right"}
NAMES |= {"bad": "Badly", "open": "Still open", "kept": "Timed out"}
NAMES |= {"alone": "The assistant alone", "with_person": "A person was needed", "under_1_minute": "Under 1 minute"}


class FiguresPages:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[BaseRoute]:
        supervisor = self._desk.access.requires(Role.SUPERVISOR)
        return [Route("/desk/figures", supervisor(self.show)), Route("/desk/figures.csv", supervisor(self.export))]

    async def show(self, request: Request, visit: Visit) -> Response:
        days, now = _days(request), self._desk.clock()
        found, opened = await self._desk.database.read(
            lambda sql: (figures(sql, days, now), conversations_opened(sql, days, now))
        )
        tables = [(name, title, _named(getattr(found, name))) for name, title in TITLES.items()]
        values: dict[str, Any] = {"figures": found, "days": days, "choices": DAYS, "tables": tables, "opened": opened}
        return self._desk.pages.page("figures.html", visit, minutes=_minutes, **values)

    async def export(self, request: Request, visit: Visit) -> Response:
        """Exports the figures; audited."""
        days, now = _days(request), self._desk.clock()
        found: Figures = await self._desk.database.read(lambda sql: figures(sql, days, now))
        what = f"figures of {days} days exported"
        await self._desk.database.write(lambda sql: add_audit_entry(sql, now, visit.agent.login, what, None))
        disposition = f'attachment; filename="figures-{days}-days.csv"'
        headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
        return Response(csv_of(found), media_type="text/csv; charset=utf-8", headers=headers)


def _days(request: Request) -> int:
    given = request.query_params.get("days", "")
    return {str(days): days for days in DAYS}.get(given, 7)


def _named(counts: dict[str, int]) -> list[tuple[str, int, int]]:
    """Returns the name, the number, and the length of its bar in hundredths."""
    most = max(counts.values(), default=1)
    return [(_name(name), number, round(100 * number / most)) for name, number in counts.items()]


def _name(name: str) -> str:
    """Returns the label of a name, or of two names separated by a colon."""
    return ": ".join(topic_label(part) or NAMES.get(part, part.replace("_", " ")) for part in name.split(": "))


def _minutes(seconds: float | None) -> str:
    if seconds is None:
        return "No data yet"
    return f"{timedelta(seconds=round(seconds))}"
