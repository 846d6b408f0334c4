"""The messages of conversations, and the buttons that messages offer."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from bot.storage.tables.metadata import metadata
from bot.storage.tables.types import Timestamp

messages = Table(
    "messages",
    metadata,
    Column("conversation", String(80), primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),  # from 1, without gaps
    Column("message_id", String(80), nullable=False),  # the channel's id of a person's message, ours of any other
    Column("sender", String(20), nullable=False),
    Column("name", String(80), nullable=False, server_default=""),  # of the assistant or the agent
    Column("text", Text, nullable=False),
    Column("payload", String(200)),  # of the button that was pressed
    Column("sent_at", Timestamp, nullable=False),
    Column("pending", Boolean, nullable=False, server_default=false()),  # the assistant has to answer it
    Column("waiting_message_sent", Boolean, nullable=False, server_default=false()),  # "still looking"
    Column("emergency", String(20)),
    Column("reply_to", Integer),  # the sequence of the person's message
    UniqueConstraint("conversation", "message_id"),
    ForeignKeyConstraint(["conversation"], ["conversations.id"], ondelete="CASCADE"),
)
# Few are pending at any time, however many messages there are.
Index(
    "pending_messages",
    messages.c.conversation,
    messages.c.sequence,
    sqlite_where=messages.c.pending,
    postgresql_where=messages.c.pending,
)

buttons = Table(
    "buttons",
    metadata,
    Column("token", String(40), primary_key=True),
    Column("conversation", String(80), nullable=False),
    Column("sequence", Integer, nullable=False),  # of the message that offers it
    Column("position", Integer, nullable=False),
    Column("title", String(80), nullable=False),
    Column("payload", String(200), nullable=False),
    ForeignKeyConstraint(["conversation"], ["conversations.id"], ondelete="CASCADE"),
)
Index("buttons_of_messages", buttons.c.conversation, buttons.c.sequence)
