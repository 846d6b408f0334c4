"""Notes that agents write for each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from bot.storage.audit import add_audit_entry
from bot.storage.tables.agents import agents
from bot.storage.tables.private_notes import private_notes


@dataclass(frozen=True)
class PrivateNote:
    """`name` is the agent's."""

    at: datetime
    name: str
    text: str


def add_private_note(sql: Connection, conversation: str, agent: int, login: str, text: str, at: datetime) -> None:
    """Audited, without its text."""
    sql.execute(insert(private_notes).values(conversation=conversation, agent=agent, at=at, text=text))
    add_audit_entry(sql, at, login, "noted", conversation)


def private_notes_of(sql: Connection, conversation: str) -> list[PrivateNote]:
    """The oldest first."""
    n = private_notes.c
    found = select(n.at, n.text, agents.c.name).join(agents, agents.c.id == n.agent)
    rows = sql.execute(found.where(n.conversation == conversation).order_by(n.id))
    return [PrivateNote(at=row.at, name=row.name, text=row.text) for row in rows]
