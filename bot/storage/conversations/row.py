"""Reads and locks the row of a conversation."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from bot.conversations.refusals import Gone
from bot.storage.tables.conversations import conversations

# Statements are built once: SQLAlchemy needs as long to build one as to run it.
_ROW = select(conversations).where(conversations.c.id == bindparam("conversation"))
_LOCKED = _ROW.with_for_update()


def conversation_row(sql: Connection, conversation: str) -> Row[Any]:
    """Raises Gone."""
    return _first(sql, conversation, locked=False)


def locked_row(sql: Connection, conversation: str) -> Row[Any]:
    """Locks the row for this transaction; SQLite has one writer anyway. Raises Gone."""
    return _first(sql, conversation, locked=True)


def _first(sql: Connection, conversation: str, *, locked: bool) -> Row[Any]:
    row = sql.execute(_LOCKED if locked else _ROW, {"conversation": conversation}).first()
    if row is None:
        raise Gone
    return row
