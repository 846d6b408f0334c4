"""The tables, as they are now; `migrations/` makes them so. Times are text: ISO 8601 in UTC, so that they sort."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

tables = MetaData()

conversations = Table(
    "conversations",
    tables,
    Column("id", String(80), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("holder", String(20), nullable=False, server_default="assistant"),
    Column("holder_name", String(80)),
    Column("agent", Integer),  # who holds it, where the holder is an agent
    Column("emergency", String(20)),  # the kind of the latest one
    Column("emergency_at", String(32)),
    Column("emergency_seen_at", String(32)),  # by the desk
    Column("reserved_number", String(20)),  # of the next case
    Column("support_message_step", String(20), nullable=False, server_default=""),
    Column("last_sequence", Integer, nullable=False, server_default="0"),
    Column("taken_up_to", Integer, nullable=False, server_default="0"),  # by the other side
    Column("read_up_to", Integer, nullable=False, server_default="0"),  # by the person
    Column("banner", Integer, nullable=False, server_default="0"),  # the last one that was told
    Column("opened_at", String(32), nullable=False, index=True),
    Column("last_at", String(32), nullable=False, index=True),
    Column("ended_at", String(32)),
)
Index("reserved_numbers", conversations.c.reserved_number, unique=True)

messages = Table(
    "messages",
    tables,
    Column("conversation", String(80), primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("number", String(80), nullable=False),  # the channel's id of a person's message, ours of any other
    Column("sender", String(20), nullable=False),
    Column("name", String(80), nullable=False, server_default=""),
    Column("text", Text, nullable=False),
    Column("payload", String(200)),
    Column("sent_at", String(32), nullable=False),
    Column("open", Boolean, nullable=False, server_default=false()),
    Column("waiting_message_sent", Boolean, nullable=False, server_default=false()),
    Column("emergency", String(20)),
    Column("answers", Integer),  # the person's message that this answers
    UniqueConstraint("conversation", "number"),
    ForeignKeyConstraint(["conversation"], ["conversations.id"], ondelete="CASCADE"),
)
# Few are open at any time, however many there are.
Index(
    "open_messages",
    messages.c.conversation,
    messages.c.sequence,
    sqlite_where=messages.c.open,
    postgresql_where=messages.c.open,
)

buttons = Table(
    "buttons",
    tables,
    Column("token", String(40), primary_key=True),
    Column("conversation", String(80), nullable=False),
    Column("sequence", Integer, nullable=False),  # of the message that offers it
    Column("place", Integer, nullable=False),
    Column("title", String(80), nullable=False),
    Column("payload", String(200), nullable=False),
    ForeignKeyConstraint(["conversation"], ["conversations.id"], ondelete="CASCADE"),
)
Index("buttons_of_messages", buttons.c.conversation, buttons.c.sequence)

# A case outlives its conversation, without the words.
cases = Table(
    "cases",
    tables,
    Column("number", String(20), primary_key=True),
    Column("told_number", String(20), nullable=False),  # another, where the engine's was taken already
    Column("conversation", String(80), nullable=False, index=True),
    Column("opened_at", String(32), nullable=False, index=True),
    Column("data", Text, nullable=False),  # JSON, as the assistant passed it on, amended
    Column("closed_at", String(32)),
    Column("outcome", String(40)),
)

# One each time that a conversation waits for a person. No words of anybody.
handovers = Table(
    "handovers",
    tables,
    Column("id", Integer, primary_key=True, autoincrement=True),  # first come, first served
    Column("conversation", String(80), nullable=False, index=True),
    Column("case_number", String(20)),
    Column("reason", String(40), nullable=False),
    Column("topic", String(40), nullable=False, server_default=""),
    Column("remedy", String(80), nullable=False, server_default=""),  # the last one tried
    Column("team", String(40), nullable=False, server_default=""),  # empty: anybody
    Column("queued_at", String(32), nullable=False, index=True),
    Column("waits_since", String(32)),  # where it was put back into the queue; else since queued_at
    Column("taken_at", String(32)),
    Column("agent", Integer),
    Column("first_reply_at", String(32)),
    Column("ended_at", String(32)),
    Column("announced_place", Integer),  # in the queue, as the person was told it last in a messaging channel
    Column("announced_at", String(32)),
    Column("how", String(20)),  # taken on by: given_back, closed, left, nobody_came, erased
)
# Few wait at any time.
Index(
    "waiting_handovers",
    handovers.c.id,
    sqlite_where=handovers.c.ended_at.is_(None),
    postgresql_where=handovers.c.ended_at.is_(None),
)

case_notes = Table(
    "case_notes",
    tables,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("conversation", String(80), nullable=False, index=True),
    Column("kind", String(20), nullable=False),  # amendment, chaser, feedback, solved, not_understood
    Column("at", String(32), nullable=False),
    Column("data", Text, nullable=False),
    ForeignKeyConstraint(["conversation"], ["conversations.id"], ondelete="CASCADE"),
)

notices = Table(
    "notices",
    tables,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(20), nullable=False),  # banner, pause
    Column("text", Text, nullable=False),  # empty: taken away again
    Column("at", String(32), nullable=False),
)

erasures = Table(
    "erasures",
    tables,
    Column("conversation", String(80), primary_key=True),
    Column("at", String(32), nullable=False),
)

# Append-only: triggers of the migrations refuse changes. It holds no words of anybody.
audit = Table(
    "audit",
    tables,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),
    Column("who", String(80), nullable=False),
    Column("what", String(80), nullable=False),
    Column("conversation", String(80)),
    Column("details", Text, nullable=False, server_default=""),
)
