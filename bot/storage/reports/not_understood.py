"""Stores messages that the assistant did not understand, and the decision about each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from bot.storage.tables.assistant_records import assistant_records

AT_ONCE = 50
EMAIL = re.compile(r"\S+@\S+")


@dataclass(frozen=True)
class NotUnderstood:
    """`text` has no email addresses; `nearest` are the most similar intents."""

    id: int
    at: datetime
    text: str
    nearest: tuple[str, ...]


def not_understood(sql: Connection, before: int | None = None) -> list[NotUnderstood]:
    """Returns at most AT_ONCE messages, newest first, with ids smaller than `before`."""
    r = assistant_records.c
    query = select(r.id, r.at, r.data).where(r.kind == "not_understood")
    if before is not None:
        query = query.where(r.id < before)
    rows = sql.execute(query.order_by(r.id.desc()).limit(AT_ONCE))
    return [_shown(row.id, row.at, row.data if isinstance(row.data, dict) else {}) for row in rows]


def _shown(row_id: int, at: datetime, data: dict[str, Any]) -> NotUnderstood:
    return NotUnderstood(
        id=row_id,
        at=at,
        text=EMAIL.sub("[email removed]", str(data.get("text") or "")),
        nearest=tuple(str(one) for one in data.get("ranking") or [] if one != "nlu_fallback"),
    )


def settle(sql: Connection, row_id: int, kind: str) -> str | None:
    """Sets the kind to `proposed` or `left_out`; returns the conversation, or None if it was settled already."""
    r = assistant_records.c
    this = update(assistant_records).where(r.id == row_id, r.kind == "not_understood")
    return sql.execute(this.values(kind=kind).returning(r.conversation)).scalar()
