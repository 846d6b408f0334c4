"""The pages of supervisors and admins: figures, what was not understood, and the audit."""

from __future__ import annotations

from pathlib import Path

from starlette.routing import BaseRoute

from bot.desk.desk import Desk
from bot.desk.reports.audit import AuditPages
from bot.desk.reports.figures import FiguresPages
from bot.desk.reports.not_understood import NotUnderstoodPages


class ReportPages:
    """`folder` receives proposals for conversation designers."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self._pages = (FiguresPages(desk), NotUnderstoodPages(desk, folder), AuditPages(desk))

    def routes(self) -> list[BaseRoute]:
        return [route for pages in self._pages for route in pages.routes()]
