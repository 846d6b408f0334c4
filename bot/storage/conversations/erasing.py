"""Erases a conversation from all tables at once, including tables that are added later."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, MetaData, Table, delete, insert, select

from bot.storage.audit import add_audit_entry
from bot.storage.tables.all_tables import metadata
from bot.storage.tables.conversations import conversations
from bot.storage.tables.erasures import erasures

# Tables that stay, and why.
NEVER_ERASED = {
    "audit": "it says who did what to which conversation, for those who have to answer for it, and has no words",
    "erasures": "the engine still has to forget the conversation; the row goes when it has",
}


def erase_everywhere(sql: Connection, conversation: str, at: datetime, who: str, tables: MetaData = metadata) -> bool:
    """Erases a conversation with its cases and deliveries; returns whether there was anything.

    The engine forgets it later.
    """
    found = erase_rows(sql, conversation, tables=tables)
    if found:
        request_erasure(sql, conversation, at)
        add_audit_entry(sql, at, who, "erased", conversation)
    return bool(found)


def erase_rows(sql: Connection, conversation: str, besides: Collection[str] = (), tables: MetaData = metadata) -> int:
    """Erases rows; returns how many. `besides` are names of further tables to keep, beside NEVER_ERASED."""
    found = 0
    for table in tables_with_conversation(tables):
        if table.name not in besides:
            found += sql.execute(delete(table).where(table.c.conversation == conversation)).rowcount
    return found + sql.execute(delete(conversations).where(conversations.c.id == conversation)).rowcount


def tables_with_conversation(tables: MetaData = metadata) -> list[Table]:
    """Returns the erasable tables with a `conversation` column, referring tables first."""
    return [
        table
        for table in reversed(tables.sorted_tables)
        if "conversation" in table.c and table.name not in NEVER_ERASED
    ]


def request_erasure(sql: Connection, conversation: str, at: datetime) -> None:
    """Records that the engine still has to forget the conversation."""
    if not sql.execute(select(erasures).where(erasures.c.conversation == conversation)).first():
        sql.execute(insert(erasures).values(conversation=conversation, at=at))
