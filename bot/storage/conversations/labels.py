"""Labels that agents put on conversations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from bot.storage.audit import add_audit_entry
from bot.storage.tables.labels import labels


def set_labels(sql: Connection, conversation: str, login: str, wanted: Sequence[str], at: datetime) -> None:
    """Replaces the labels of a conversation; audited."""
    sql.execute(delete(labels).where(labels.c.conversation == conversation))
    if wanted:
        sql.execute(insert(labels), [{"conversation": conversation, "label": label} for label in sorted(set(wanted))])
    add_audit_entry(sql, at, login, "labelled", conversation)


def labels_of(sql: Connection, conversations: Sequence[str]) -> dict[str, list[str]]:
    """Returns the labels by conversation, in alphabetical order."""
    found: dict[str, list[str]] = {}
    query = select(labels).where(labels.c.conversation.in_(conversations)).order_by(labels.c.label)
    for row in sql.execute(query):
        found.setdefault(row.conversation, []).append(row.label)
    return found
