"""Erased conversations that the engine still has to forget."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from bot.storage.tables.metadata import metadata
from bot.storage.tables.types import Timestamp

erasures = Table(
    "erasures",
    metadata,
    Column("conversation", String(80), primary_key=True),
    Column("at", Timestamp, nullable=False),
)
