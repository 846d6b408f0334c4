"""Messages that were not understood: supervisors propose them as training examples or leave them out."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.conversations.agent import Role
from bot.conversations.refusals import Unavailable
from bot.desk.desk import Desk
from bot.desk.paging import row_id_of
from bot.desk.reports.proposals import LONGEST, example, intents, propose, too_long
from bot.desk.visit import Visit
from bot.desk.wording import format_time
from bot.storage.audit import add_audit_entry
from bot.storage.reports.not_understood import AT_ONCE, not_understood, settle

logger = logging.getLogger(__name__)
HERE = "/desk/not-understood"
SAID = {
    "proposed": "The proposal has been saved.",
    "left_out": "The message has been left out.",
    "gone": "Nothing was saved. Somebody has already dealt with the message, or it was deleted.",
}
EMPTY = "Enter something a person might write. We remove brackets, secrets and email addresses."
TOO_LONG = f"An example can have at most {LONGEST} characters. Keep the part that shows what they want."


class NotUnderstoodPages:
    """`folder` receives the proposals."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self._desk = desk
        self._folder = folder
        self._intents = intents()

    def routes(self) -> list[BaseRoute]:
        supervisor = self._desk.access.requires(Role.SUPERVISOR)
        return [
            Route(HERE, supervisor(self.show)),
            Route(HERE + "/{row_id}", supervisor(self.decide), methods=["POST"]),
        ]

    async def show(self, request: Request, visit: Visit) -> Response:
        before = row_id_of(request.query_params.get("before", ""))
        return await self._page(visit, before, said=SAID.get(request.query_params.get("done", ""), ""))

    async def decide(self, request: Request, visit: Visit) -> Response:
        """Proposes the message for an intent; without an intent, leaves it out. Raises Unavailable."""
        row_id, intent = row_id_of(request.path_params["row_id"]), visit.given.get("intent", "")
        if row_id is None:
            return RedirectResponse(f"{HERE}?done=gone", 303)
        if intent not in self._intents:
            intent = ""
        elif wrong := _mistake(visit.given.get("text", "")):
            return await self._page(visit, row_id + 1, {f"text-{row_id}": wrong})
        try:
            settled = await self._desk.database.write(lambda sql: self._settle(sql, visit, row_id, intent))
        except OSError as error:
            logger.exception("A proposal could not be written to %s", self._folder)
            raise Unavailable from error
        return RedirectResponse(f"{HERE}?done={_done(intent) if settled else 'gone'}", 303)

    def _settle(self, sql: Connection, visit: Visit, row_id: int, intent: str) -> bool:
        """Removes the message from the list, unless its proposal cannot be written. Raises OSError."""
        conversation, now = settle(sql, row_id, _done(intent)), self._desk.clock()
        if conversation is not None:
            what = f"example proposed for {intent}" if intent else "example left out"
            add_audit_entry(sql, now, visit.agent.login, what[:80], None, f"message {row_id}")
            if intent:
                propose(self._folder, conversation, intent, visit.given["text"], now)
        return conversation is not None

    async def _page(
        self, visit: Visit, before: int | None, errors: dict[str, str] | None = None, said: str = ""
    ) -> Response:
        """Renders the page; keeps what was typed if there are errors."""
        rows = await self._desk.database.read(lambda sql: not_understood(sql, before))
        if errors:
            rows = [replace(row, text=visit.given["text"]) if f"text-{row.id}" in errors else row for row in rows]
        more = len(rows) == AT_ONCE
        values = {"rows": rows, "more": more, "intents": self._intents, "words": format_time, "said": said}
        return self._desk.pages.page(
            "not_understood.html", visit, 200, errors, chosen=visit.given.get("intent", ""), **values
        )


def _done(intent: str) -> str:
    """Returns the new kind of the record."""
    return "proposed" if intent else "left_out"


def _mistake(text: str) -> str:
    """Returns why the text cannot be proposed; empty if it can."""
    return TOO_LONG if too_long(text) else "" if example(text) else EMPTY
