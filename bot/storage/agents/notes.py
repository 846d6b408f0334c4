"""What agents write beside a conversation: notes, labels, that an emergency was seen, that they are there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from bot.conversations.assignment import WrongHolder
from bot.conversations.holder import Holder
from bot.storage.audit import note
from bot.storage.conversations.assignment import CaseChanged, close_cases
from bot.storage.tables.conversations import cases, conversations
from bot.storage.tables.desk import agents, labels, notes
from bot.storage.times import text_of


def add_note(sql: Connection, conversation: str, agent: int, login: str, text: str, at: datetime) -> None:
    sql.execute(insert(notes).values(conversation=conversation, agent=agent, at=text_of(at), text=text))
    note(sql, at, login, "noted", conversation)


def set_labels(sql: Connection, conversation: str, login: str, wanted: Sequence[str], at: datetime) -> None:
    """These and no others."""
    sql.execute(delete(labels).where(labels.c.conversation == conversation))
    if wanted:
        sql.execute(insert(labels), [{"conversation": conversation, "label": label} for label in sorted(set(wanted))])
    note(sql, at, login, "labelled", conversation)


def see_emergency(sql: Connection, conversation: str, login: str, at: datetime) -> None:
    this = (conversations.c.id == conversation, conversations.c.emergency_seen_at.is_(None))
    if sql.execute(update(conversations).where(*this).values(emergency_seen_at=text_of(at))).rowcount:
        note(sql, at, login, "emergency seen", conversation)


def close_case(
    sql: Connection, conversation: str, login: str, outcome: str, at: datetime, tell: CaseChanged | None = None
) -> None:
    """The cases of a conversation that nobody holds: they were answered by email. Raises WrongHolder."""
    row = sql.execute(select(conversations).where(conversations.c.id == conversation).with_for_update()).first()
    if row and row.ended_at is None and row.holder != Holder.ASSISTANT.value:
        raise WrongHolder
    still = (cases.c.conversation == conversation, cases.c.closed_at.is_(None))
    if sql.execute(select(cases.c.number).where(*still)).first():
        close_cases(sql, conversation, outcome, at, tell)
        note(sql, at, login, f"case closed: {outcome}", conversation)


def set_available(sql: Connection, agent: int, login: str, available: bool, at: datetime) -> None:
    values = {"available": available, "seen_at": text_of(at)}
    if sql.execute(update(agents).where(agents.c.id == agent, agents.c.available != available).values(values)).rowcount:
        note(sql, at, login, "available" if available else "away", None)


def seen(sql: Connection, agent: int, at: datetime) -> None:
    """Their page is still open."""
    sql.execute(update(agents).where(agents.c.id == agent).values(seen_at=text_of(at)))
