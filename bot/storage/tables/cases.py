"""Cases. A case outlives its conversation, without the person's words."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from bot.storage.tables.metadata import metadata
from bot.storage.tables.types import Json, Timestamp

cases = Table(
    "cases",
    metadata,
    Column("case_number", String(20), primary_key=True),
    Column("announced_number", String(20), nullable=False),  # differs where the engine's number was in use already
    Column("conversation", String(80), nullable=False, index=True),
    Column("opened_at", Timestamp, nullable=False, index=True),
    Column("data", Json, nullable=False),  # as the assistant handed it over, with later amendments
    Column("closed_at", Timestamp),
    Column("outcome", String(40)),
)
