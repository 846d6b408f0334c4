"""The accounts of agents, with their recovery codes, one-time links and sessions."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, Integer, String, Table, Text, false

from bot.storage.tables.metadata import metadata
from bot.storage.tables.types import Timestamp

agents = Table(
    "agents",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("login", String(80), nullable=False, unique=True),  # lower case
    Column("name", String(80), nullable=False),  # as the public reads it
    Column("role", String(20), nullable=False),  # agent, supervisor, admin
    Column("team", String(40), nullable=False, server_default=""),
    Column("capacity", Integer, nullable=False, server_default="4"),  # conversations at once
    Column("password_hash", Text),  # argon2id
    Column("totp_secret", Text),  # encrypted
    Column("totp_last_step", Integer, nullable=False, server_default="0"),  # the last time step that was used
    Column("oidc_subject", String(255), unique=True),
    Column("failures", Integer, nullable=False, server_default="0"),  # wrong passwords or codes in a row
    Column("locked_until", Timestamp),
    Column("available", Boolean, nullable=False, server_default=false()),
    Column("seen_at", Timestamp),
    Column("disabled_at", Timestamp),
    Column("created_at", Timestamp, nullable=False),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("hash", String(64), primary_key=True),  # SHA-256 of a random code of 80 bits
    Column("agent", Integer, nullable=False, index=True),
    Column("used_at", Timestamp),
    ForeignKeyConstraint(["agent"], ["agents.id"], ondelete="CASCADE"),
)

# One-time links with which an agent sets a password and a second factor.
agent_links = Table(
    "agent_links",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("agent", Integer, nullable=False, index=True),
    Column("expires_at", Timestamp, nullable=False),
    Column("used_at", Timestamp),
    ForeignKeyConstraint(["agent"], ["agents.id"], ondelete="CASCADE"),
)

agent_sessions = Table(
    "agent_sessions",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("agent", Integer, nullable=False, index=True),
    Column("stage", String(20), nullable=False),  # password: the second factor is missing; full
    Column("created_at", Timestamp, nullable=False),
    Column("seen_at", Timestamp, nullable=False),
    ForeignKeyConstraint(["agent"], ["agents.id"], ondelete="CASCADE"),
)
