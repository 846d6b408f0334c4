"""Webhooks that were processed, for as long as a provider may send them again."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from bot.storage.tables.metadata import metadata
from bot.storage.tables.types import Timestamp

received_webhooks = Table(
    "received_webhooks",
    metadata,
    Column("hash", String(64), primary_key=True),  # of the channel and the provider's id
    Column("at", Timestamp, nullable=False, index=True),
)
