"""Deliveries to other systems: cases to email and Zendesk, messages to the people of messaging channels."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table

from bot.storage.tables.metadata import metadata
from bot.storage.tables.types import Json, Timestamp

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(20), nullable=False),  # which sender takes it: email, zendesk, telegram ...
    Column("conversation", String(80), nullable=False, index=True),
    Column("case_number", String(20), nullable=False, server_default=""),
    Column("body", Json, nullable=False),
    Column("state", String(20), nullable=False, server_default="waiting"),  # waiting, delivered, failed
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("created_at", Timestamp, nullable=False),
    Column("due_at", Timestamp, nullable=False),
    Column("done_at", Timestamp),
    Column("error", String(300), nullable=False, server_default=""),  # the latest one, without anybody's words
    Column("receipt", String(300), nullable=False, server_default="", index=True),  # the other system's id of it
    Column("sequence", Integer),  # of the message that it sends, in a messaging channel
)
Index(
    "due_deliveries",
    outbox.c.due_at,
    sqlite_where=outbox.c.state == "waiting",
    postgresql_where=outbox.c.state == "waiting",
)
