"""Addresses of people in messaging channels."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, String, Table, UniqueConstraint

from bot.storage.tables.metadata import metadata

# The current conversation of an address: a chat's id, a user's id, a phone number.
contacts = Table(
    "contacts",
    metadata,
    Column("conversation", String(80), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("address", String(200), nullable=False),
    UniqueConstraint("channel", "address"),
    ForeignKeyConstraint(["conversation"], ["conversations.id"], ondelete="CASCADE"),
)

# Every conversation that an address ever had, so that all of them can be erased.
contact_history = Table(
    "contact_history",
    metadata,
    Column("conversation", String(80), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("address_hash", String(64), nullable=False, index=True),  # keyed
)
