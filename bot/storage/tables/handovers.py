"""One row each time that a conversation waits for an agent. It has no words of the person."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table

from bot.storage.tables.metadata import metadata
from bot.storage.tables.types import Timestamp

handovers = Table(
    "handovers",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),  # the order of the queue
    Column("conversation", String(80), nullable=False, index=True),
    Column("case_number", String(20)),
    Column("reason", String(40), nullable=False),
    Column("topic", String(40), nullable=False, server_default=""),
    Column("remedy", String(80), nullable=False, server_default=""),  # the last one tried
    Column("team", String(40), nullable=False, server_default=""),  # empty: any team
    Column("queued_at", Timestamp, nullable=False, index=True),
    Column("waiting_since", Timestamp),  # where it was put back into the queue; else it waits since queued_at
    Column("taken_at", Timestamp),
    Column("agent", Integer),
    Column("first_reply_at", Timestamp),
    Column("ended_at", Timestamp),
    Column("announced_position", Integer),  # in the queue, as a messaging channel announced it last
    Column("announced_at", Timestamp),
    Column("ended_by", String(20)),  # given_back, closed, left, nobody_came, ended, kept (erased in time)
)
# Few wait at any time.
Index(
    "waiting_handovers",
    handovers.c.id,
    sqlite_where=handovers.c.ended_at.is_(None),
    postgresql_where=handovers.c.ended_at.is_(None),
)
