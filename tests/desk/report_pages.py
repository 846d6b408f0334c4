"""The pages of supervisors and admins over a store, and rows for them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Table, insert, select
from starlette.applications import Starlette
from starlette.middleware import Middleware

from bot.conversations.agent import Role
from bot.desk.reports.routes import ReportPages
from bot.http.guard import Guard
from bot.storage.database import Database
from bot.storage.tables.assistant_records import assistant_records
from bot.storage.tables.conversations import conversations
from tests.desk.building import Office, Person


def opened(office: Office, folder: Path) -> Office:
    """The office with these pages; proposals go to `folder`."""
    routes = [*ReportPages(office.desk, folder).routes(), *office.app.routes]
    office.app = Starlette(routes=routes, middleware=[Middleware(Guard)])
    return office


def kim(office: Office, role: Role = Role.SUPERVISOR) -> Person:
    """Signed in."""
    return office.person(f"{role.value}@example.org", role).signs_in()


def row(database: Database, table: Table, **values: object) -> int:
    """Its id, where the table numbers its rows."""
    made = database.write_now(lambda sql: sql.execute(insert(table).values(values)).inserted_primary_key)
    return int(made[0]) if made and isinstance(made[0], int) else 0


def not_understood(office: Office, text: str, conversation: str = "web-1", **more: object) -> int:
    """The id of the record."""
    at = office.clock.now
    known = office.found(lambda sql: sql.execute(select(conversations).where(conversations.c.id == conversation)).all())
    if not known:
        row(office.database, conversations, id=conversation, channel="web", opened_at=at, last_message_at=at)
    data = {"text": text, "ranking": [], **more}
    return row(office.database, assistant_records, conversation=conversation, kind="not_understood", at=at, data=data)


def kinds(office: Office) -> list[str]:
    """Of the records, in order."""
    return list(
        office.found(
            lambda sql: sql.execute(select(assistant_records.c.kind).order_by(assistant_records.c.id)).scalars()
        )
    )
