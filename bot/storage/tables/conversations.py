"""One row for each conversation."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table

from bot.storage.tables.metadata import metadata
from bot.storage.tables.types import Timestamp

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("language", String(20), nullable=False, server_default="en"),  # of its texts: a folder of data/phrases/
    Column("holder", String(20), nullable=False, server_default="assistant"),
    Column("holder_name", String(80)),
    Column("agent", Integer),  # the id of the agent who holds it
    Column("emergency", String(20)),  # the kind of the latest one
    Column("emergency_at", Timestamp),
    Column("emergency_seen_at", Timestamp),  # by an agent
    Column("reserved_case_number", String(20)),  # for the next case
    Column("support_message_step", String(20), nullable=False, server_default=""),
    Column("last_sequence", Integer, nullable=False, server_default="0"),
    Column(
        "handled_up_to", Integer, nullable=False, server_default="0"
    ),  # sequence of the last message answered or read
    Column("read_up_to", Integer, nullable=False, server_default="0"),  # by the person: a message's sequence
    Column("banner_shown", Integer, nullable=False, server_default="0"),  # the id of the last banner the person saw
    Column("opened_at", Timestamp, nullable=False, index=True),
    Column("last_message_at", Timestamp, nullable=False, index=True),
    Column("ended_at", Timestamp),
)
Index("reserved_case_numbers", conversations.c.reserved_case_number, unique=True)
