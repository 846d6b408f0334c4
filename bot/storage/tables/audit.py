"""The audit: append-only, as triggers of the migrations refuse changes. It has no words of a person."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text

from bot.storage.tables.metadata import metadata
from bot.storage.tables.types import Timestamp

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Timestamp, nullable=False),
    Column("who", String(80), nullable=False),
    Column("what", String(80), nullable=False),
    Column("conversation", String(80)),
    Column("details", Text, nullable=False, server_default=""),
)
