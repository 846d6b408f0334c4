"""Addresses that wrote STOP, as keyed hashes: an opt-out outlives the conversation."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from bot.storage.tables.metadata import metadata
from bot.storage.tables.types import Timestamp

opt_outs = Table(
    "opt_outs",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("address_hash", String(64), primary_key=True),
    Column("at", Timestamp, nullable=False),
)
