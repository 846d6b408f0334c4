"""Data that the assistant sends with a reply: amendments, chasers, feedback, solved and not understood problems."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Integer, String, Table

from bot.storage.tables.metadata import metadata
from bot.storage.tables.types import Json, Timestamp

assistant_records = Table(
    "assistant_records",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation", String(80), nullable=False, index=True),
    Column("kind", String(20), nullable=False),  # amendment, chaser, feedback, solved, not_understood ...
    Column("at", Timestamp, nullable=False),
    Column("data", Json, nullable=False),
    ForeignKeyConstraint(["conversation"], ["conversations.id"], ondelete="CASCADE"),
)
