"""Stores which agents are at the desk and available."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, select, update

from bot.storage.audit import add_audit_entry
from bot.storage.tables.agents import agents
from bot.storage.tables.conversations import conversations

PRESENT = timedelta(minutes=3)  # since an agent's page last sent something


def _present(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (agents.c.available, agents.c.disabled_at.is_(None), agents.c.seen_at > at - PRESENT)


def count_present(sql: Connection, at: datetime) -> int:
    return int(sql.execute(select(func.count()).where(*_present(at))).scalar_one())


def is_present(sql: Connection, agent: int, at: datetime) -> bool:
    return sql.execute(select(agents.c.id).where(agents.c.id == agent, *_present(at))).first() is not None


def has_accounts(sql: Connection) -> bool:
    """Returns whether the desk has any account."""
    return sql.execute(select(agents.c.id).limit(1)).first() is not None


def active_count(sql: Connection, agent: int) -> int:
    """Returns how many conversations an agent holds."""
    mine = select(func.count()).where(conversations.c.agent == agent, conversations.c.ended_at.is_(None))
    return int(sql.execute(mine).scalar_one())


def set_available(sql: Connection, agent: int, login: str, available: bool, at: datetime) -> None:
    """Changes the availability; audited if it changes."""
    change = update(agents).where(agents.c.id == agent, agents.c.available != available)
    if sql.execute(change.values(available=available, seen_at=at)).rowcount:
        add_audit_entry(sql, at, login, "available" if available else "away", None)


def mark_seen(sql: Connection, agent: int, at: datetime) -> None:
    """Records that a page of the agent is open."""
    sql.execute(update(agents).where(agents.c.id == agent).values(seen_at=at))
