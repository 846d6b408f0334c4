"""Stores what the assistant recorded beside a reply."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from bot.storage.tables.assistant_records import assistant_records


def add_record(sql: Connection, conversation: str, kind: str, data: Any, at: datetime) -> None:
    """`data` can be JSON."""
    sql.execute(insert(assistant_records).values(conversation=conversation, kind=kind, data=data, at=at))
