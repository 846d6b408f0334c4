"""Erases a conversation everywhere, at once. A new table with a conversation in it is erased without a word here."""

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
    """With its cases and what waits to be delivered; the engine forgets it later. Whether there was anything."""
    found = erase_rows(sql, conversation, tables=tables)
    if found:
        request_erasure(sql, conversation, at)
        add_audit_entry(sql, at, who, "erased", conversation)
    return bool(found)


def erase_rows(sql: Connection, conversation: str, besides: Collection[str] = (), tables: MetaData = metadata) -> int:
    """How many rows there were. `besides` are names of tables that stay, beside NEVER_ERASED."""
    found = 0
    for table in tables_with_conversation(tables):
        if table.name not in besides:
            found += sql.execute(delete(table).where(table.c.conversation == conversation)).rowcount
    return found + sql.execute(delete(conversations).where(conversations.c.id == conversation)).rowcount


def tables_with_conversation(tables: MetaData = metadata) -> list[Table]:
    """Every table with a `conversation` column that may be erased; those that refer to others first."""
    return [
        table
        for table in reversed(tables.sorted_tables)
        if "conversation" in table.c and table.name not in NEVER_ERASED
    ]


def request_erasure(sql: Connection, conversation: str, at: datetime) -> None:
    """The engine has to forget it too, once it can be asked."""
    if not sql.execute(select(erasures).where(erasures.c.conversation == conversation)).first():
        sql.execute(insert(erasures).values(conversation=conversation, at=at))
