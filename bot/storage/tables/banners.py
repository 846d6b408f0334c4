"""What is shown to everybody: an incident's text, and that the assistant is paused. Rows are only added."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text

from bot.storage.tables.metadata import metadata
from bot.storage.tables.types import Timestamp

banners = Table(
    "banners",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(20), nullable=False),  # banner, pause
    Column("text", Text, nullable=False),  # empty: removed
    Column("at", Timestamp, nullable=False),
)
