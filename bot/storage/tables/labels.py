"""Labels that agents put on conversations."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from bot.storage.tables.metadata import metadata

labels = Table(
    "labels",
    metadata,
    Column("conversation", String(80), primary_key=True),
    Column("label", String(40), primary_key=True),
)
