"""Messages that the assistant did not understand, and what became of them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.storage.tables.conversations import case_notes
from bot.storage.times import moment

AT_ONCE = 50
EMAIL = re.compile(r"\S+@\S+")


@dataclass(frozen=True)
class NotUnderstood:
    """`text` without email addresses; `nearest` are the intents that it came nearest to."""

    id: int
    at: datetime
    text: str
    nearest: tuple[str, ...]


def not_understood(sql: Connection, before: int | None = None) -> list[NotUnderstood]:
    """The newest first, AT_ONCE at most; those with a smaller id than `before`."""
    n = case_notes.c
    query = select(n.id, n.at, n.data).where(n.kind == "not_understood")
    if before is not None:
        query = query.where(n.id < before)
    return [_shown(row.id, row.at, row.data) for row in sql.execute(query.order_by(n.id.desc()).limit(AT_ONCE))]


def _shown(number: int, at: str, data: str) -> NotUnderstood:
    read = json.loads(data)
    content = read if isinstance(read, dict) else {}
    nearest = tuple(str(one) for one in content.get("ranking") or [] if one != "nlu_fallback")
    return NotUnderstood(number, moment(at), EMAIL.sub("[email removed]", str(content.get("text") or "")), nearest)


def settle(sql: Connection, number: int, kind: str) -> str | None:
    """`kind` is `proposed` or `left_out`; the conversation it was said in, if it was still open."""
    this = (case_notes.c.id == number, case_notes.c.kind == "not_understood")
    settled = update(case_notes).where(*this).values(kind=kind).returning(case_notes.c.conversation)
    return sql.execute(settled).scalar()
