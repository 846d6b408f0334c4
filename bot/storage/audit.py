"""The audit: who did what to which conversation, and when. It only grows, and holds nobody's words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert

from bot.storage.tables.conversations import audit
from bot.storage.times import text_of


def note(sql: Connection, at: datetime, who: str, what: str, conversation: str | None, details: str = "") -> None:
    """One row."""
    row = {"at": text_of(at), "who": who, "what": what, "conversation": conversation, "details": details}
    sql.execute(insert(audit).values(row))
