"""The desk's tables: its accounts, what agents write for each other, and what has to reach other systems."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, Index, Integer, String, Table, Text, false

from bot.storage.tables.conversations import tables

agents = Table(
    "agents",
    tables,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("login", String(80), nullable=False, unique=True),  # lower case
    Column("name", String(80), nullable=False),  # as the public reads it
    Column("role", String(20), nullable=False),  # agent, supervisor, admin
    Column("team", String(40), nullable=False, server_default=""),
    Column("capacity", Integer, nullable=False, server_default="4"),  # conversations at once
    Column("password_hash", Text),  # argon2id
    Column("totp_secret", Text),  # encrypted
    Column("totp_last", Integer, nullable=False, server_default="0"),  # the last time step that was used
    Column("oidc_subject", String(255), unique=True),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("locked_until", String(32)),
    Column("available", Boolean, nullable=False, server_default=false()),
    Column("seen_at", String(32)),
    Column("disabled_at", String(32)),
    Column("made_at", String(32), nullable=False),
)

recovery_codes = Table(
    "recovery_codes",
    tables,
    Column("hash", String(64), primary_key=True),  # SHA-256 of a random code of 80 bits
    Column("agent", Integer, nullable=False, index=True),
    Column("used_at", String(32)),
    ForeignKeyConstraint(["agent"], ["agents.id"], ondelete="CASCADE"),
)

# One-time links with which an agent sets a password and a second factor.
agent_links = Table(
    "agent_links",
    tables,
    Column("hash", String(64), primary_key=True),
    Column("agent", Integer, nullable=False, index=True),
    Column("expires_at", String(32), nullable=False),
    Column("used_at", String(32)),
    ForeignKeyConstraint(["agent"], ["agents.id"], ondelete="CASCADE"),
)

agent_sessions = Table(
    "agent_sessions",
    tables,
    Column("hash", String(64), primary_key=True),
    Column("agent", Integer, nullable=False, index=True),
    Column("stage", String(20), nullable=False),  # password: the second factor is missing; full
    Column("made_at", String(32), nullable=False),
    Column("seen_at", String(32), nullable=False),
    ForeignKeyConstraint(["agent"], ["agents.id"], ondelete="CASCADE"),
)

# What agents write for each other.
notes = Table(
    "notes",
    tables,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation", String(80), nullable=False, index=True),
    Column("agent", Integer, nullable=False),
    Column("at", String(32), nullable=False),
    Column("text", Text, nullable=False),
)

labels = Table(
    "labels",
    tables,
    Column("conversation", String(80), primary_key=True),
    Column("label", String(40), primary_key=True),
)

# What has to reach another system: cases to email and tickets, messages to the people of messaging channels.
outbox = Table(
    "outbox",
    tables,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(20), nullable=False),  # which adapter takes it: email, zendesk, telegram ...
    Column("conversation", String(80), nullable=False, index=True),
    Column("case_number", String(20), nullable=False, server_default=""),
    Column("body", Text, nullable=False),  # JSON
    Column("state", String(20), nullable=False, server_default="waiting"),  # waiting, delivered, failed
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("made_at", String(32), nullable=False),
    Column("due_at", String(32), nullable=False),
    Column("done_at", String(32)),
    Column("error", String(300), nullable=False, server_default=""),  # the latest one, without anybody's words
    Column("receipt", String(300), nullable=False, server_default="", index=True),  # the other system's id of it
    Column("sequence", Integer),  # of the message, where it goes to the person in a messaging channel
)
Index(
    "due_parcels",
    outbox.c.due_at,
    sqlite_where=outbox.c.state == "waiting",
    postgresql_where=outbox.c.state == "waiting",
)
