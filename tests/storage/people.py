"""Agents and waiting people, as a store's test needs them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from bot.conversations.decision import Decision
from bot.conversations.message import Reply
from bot.conversations.staff import Staff
from bot.storage.conversations.inbox import SqlInbox
from bot.storage.database import Database
from bot.storage.tables.agents import agents
from bot.storage.tables.audit import audit

NOW = datetime(2026, 6, 2, 13, 0, tzinfo=UTC)


def later(**passed: float) -> datetime:
    return NOW + timedelta(**passed)


def add_agent(database: Database, login: str = "sam@example.org", at: datetime = NOW, **values: Any) -> Staff:
    """Available at the desk at `at`."""
    row = {"login": login, "name": login.partition("@")[0].title(), "role": "agent", "created_at": NOW}
    row |= {"available": True, "seen_at": at, "capacity": 4, **values}
    made = database.write_now(lambda sql: sql.execute(insert(agents).values(row)).inserted_primary_key)
    return Staff(made[0], login, str(row["name"]), str(row.get("team", "")), int(row["capacity"]))


def case(number: str = "K7M-4PQ", **more: Any) -> dict[str, Any]:
    usual = {"topic": "gp_connection", "reference": "CID7029", "login_email": "mavis@example.com"}
    words = ["CID7029", "my words"]
    return {"case_number": number, **usual, "remedies_tried": [], "words": words, "summary": "A summary.", **more}


async def hands_over(
    inbox: SqlInbox, conversation: str, at: datetime = NOW, handed: dict[str, Any] | None = None, **data: Any
) -> None:
    """A person says something, and the assistant hands over."""
    await inbox.open(conversation, "web", at, [Reply("Hello.")])
    await says(inbox, conversation, "one", at=at)
    message = await inbox.next_pending(conversation)
    assert message is not None
    handed = {"handover": handed or case(message.case_number or "")}
    await inbox.answer(message, at, [Reply("I have passed this on.", data={**handed, **data})])


async def says(inbox: SqlInbox, conversation: str, number: str, text: str = "no code", at: datetime = NOW) -> None:
    await inbox.accept(
        conversation,
        number,
        at,
        None,
        lambda now: Decision(text, settled=now.holder.value != "assistant"),
    )


def audit_entries(database: Database, conversation: str) -> list[str]:
    """What the audit tells of it, in order."""
    query = select(audit.c.what).where(audit.c.conversation == conversation).order_by(audit.c.id)
    with database.engine.connect() as sql:
        return list(sql.execute(query).scalars())
