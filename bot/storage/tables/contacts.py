"""What messaging channels need: where people are reached, who wants no messages, and what came in already."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, String, Table, UniqueConstraint

from bot.storage.tables.conversations import tables

# The conversation that goes on with an address of a channel: a chat's id, a user's id, a phone number.
contacts = Table(
    "correspondents",
    tables,
    Column("conversation", String(80), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("address", String(200), nullable=False),
    UniqueConstraint("channel", "address"),
    ForeignKeyConstraint(["conversation"], ["conversations.id"], ondelete="CASCADE"),
)

# Every conversation of an address, also those that have ended: so that a person's can be found to be erased. It stays
# as long as the conversation or a case of it.
reached = Table(
    "reached",
    tables,
    Column("conversation", String(80), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("address_hash", String(64), nullable=False, index=True),
)

# Who has written STOP. The address is kept as a keyed hash: the wish outlives the conversation.
stops = Table(
    "stops",
    tables,
    Column("channel", String(20), primary_key=True),
    Column("address_hash", String(64), primary_key=True),
    Column("at", String(32), nullable=False),
)

# What providers sent and was worked on, for as long as they may send it again.
received = Table(
    "received",
    tables,
    Column("hash", String(64), primary_key=True),  # of the channel and the provider's id
    Column("at", String(32), nullable=False, index=True),
)
