"""Tracks emergencies until an agent has seen them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, update

from bot.storage.audit import add_audit_entry
from bot.storage.tables.conversations import conversations


def is_urgent() -> ColumnElement[bool]:
    """Returns whether there was an emergency that no agent has seen."""
    return conversations.c.emergency_at.is_not(None) & conversations.c.emergency_seen_at.is_(None)


def seen_columns(row: Row[Any], at: datetime) -> dict[str, Any]:
    """Returns the changes of the conversation's row when an agent opens it to answer."""
    return {"emergency_seen_at": at} if row.emergency_at and not row.emergency_seen_at else {}


def mark_emergency_seen(sql: Connection, conversation: str, login: str, at: datetime) -> None:
    """Records that an agent has seen the emergency; audited the first time."""
    this = (conversations.c.id == conversation, conversations.c.emergency_seen_at.is_(None))
    if sql.execute(update(conversations).where(*this).values(emergency_seen_at=at)).rowcount:
        add_audit_entry(sql, at, login, "emergency seen", conversation)
