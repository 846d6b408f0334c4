"""Writes the audit: who did what to which conversation, and when; never a person's words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert

from bot.storage.tables.audit import audit


def add_audit_entry(
    sql: Connection, at: datetime, who: str, what: str, conversation: str | None, details: str = ""
) -> None:
    entry = {"at": at, "who": who, "what": what, "conversation": conversation, "details": details}
    sql.execute(insert(audit).values(entry))
