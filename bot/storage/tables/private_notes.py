"""Notes that agents write for each other."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text

from bot.storage.tables.metadata import metadata
from bot.storage.tables.types import Timestamp

private_notes = Table(
    "private_notes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation", String(80), nullable=False, index=True),
    Column("agent", Integer, nullable=False),
    Column("at", Timestamp, nullable=False),
    Column("text", Text, nullable=False),
)
