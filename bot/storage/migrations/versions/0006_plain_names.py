"""Tables, columns and indexes get plain names. What they hold stays as it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

# The old name, the new one.
TABLES = (
    ("correspondents", "contacts"),
    ("reached", "contact_history"),
    ("stops", "opt_outs"),
    ("received", "received_webhooks"),
    ("notices", "banners"),
    ("notes", "private_notes"),
    ("case_notes", "assistant_records"),
)
# Table, the old name of a column, the new one.
COLUMNS = (
    ("agents", "made_at", "created_at"),
    ("agents", "totp_last", "totp_last_step"),
    ("agent_sessions", "made_at", "created_at"),
    ("buttons", "place", "position"),
    ("cases", "number", "case_number"),
    ("cases", "told_number", "announced_number"),
    ("conversations", "banner", "banner_shown"),
    ("conversations", "last_at", "last_message_at"),
    ("conversations", "leaving", "support_message_step"),
    ("conversations", "reserved_number", "reserved_case_number"),
    ("conversations", "taken_up_to", "handled_up_to"),
    ("handovers", "how", "ended_by"),
    ("handovers", "told_at", "announced_at"),
    ("handovers", "told_place", "announced_position"),
    ("handovers", "waits_since", "waiting_since"),
    ("messages", "answers", "reply_to"),
    ("messages", "number", "message_id"),
    ("messages", "open", "pending"),
    ("messages", "told_to_wait", "waiting_message_sent"),
    ("outbox", "made_at", "created_at"),
    ("outbox", "tries", "attempts"),
)
# Table, the old name of an index, the new one, its columns.
INDEXES = (
    ("assistant_records", "ix_case_notes_conversation", "ix_assistant_records_conversation", ["conversation"]),
    ("contact_history", "ix_reached_address_hash", "ix_contact_history_address_hash", ["address_hash"]),
    ("conversations", "ix_conversations_last_at", "ix_conversations_last_message_at", ["last_message_at"]),
    ("messages", "open_messages", "pending_messages", ["conversation", "sequence"]),
    ("outbox", "due_parcels", "due_deliveries", ["due_at"]),
    ("private_notes", "ix_notes_conversation", "ix_private_notes_conversation", ["conversation"]),
    ("received_webhooks", "ix_received_at", "ix_received_webhooks_at", ["at"]),
    ("conversations", "reserved_numbers", "reserved_case_numbers", ["reserved_case_number"]),
)
PARTIAL = {"pending_messages": "pending", "due_deliveries": "state = 'waiting'"}
UNIQUE = {"reserved_case_numbers"}
# Of PostgreSQL: table, the old name of a constraint, the new one. SQLite names no constraints.
CONSTRAINTS = (
    ("assistant_records", "case_notes_conversation_fkey", "assistant_records_conversation_fkey"),
    ("assistant_records", "case_notes_pkey", "assistant_records_pkey"),
    ("banners", "notices_pkey", "banners_pkey"),
    ("contact_history", "reached_pkey", "contact_history_pkey"),
    ("contacts", "correspondents_channel_address_key", "contacts_channel_address_key"),
    ("contacts", "correspondents_conversation_fkey", "contacts_conversation_fkey"),
    ("contacts", "correspondents_pkey", "contacts_pkey"),
    ("messages", "messages_conversation_number_key", "messages_conversation_message_id_key"),
    ("opt_outs", "stops_pkey", "opt_outs_pkey"),
    ("private_notes", "notes_pkey", "private_notes_pkey"),
    ("received_webhooks", "received_pkey", "received_webhooks_pkey"),
)
SEQUENCES = (
    ("case_notes_id_seq", "assistant_records_id_seq"),
    ("notes_id_seq", "private_notes_id_seq"),
    ("notices_id_seq", "banners_id_seq"),
)


def upgrade() -> None:
    """Only names change: neither store copies a row, and the audit's triggers see nothing."""
    for old, new in TABLES:
        op.rename_table(old, new)
    for table, old, new in COLUMNS:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
    for table, old, new, columns in INDEXES:
        op.drop_index(old, table)
        where = sa.text(PARTIAL[new]) if new in PARTIAL else None
        op.create_index(new, table, columns, unique=new in UNIQUE, sqlite_where=where, postgresql_where=where)
    if op.get_bind().dialect.name == "postgresql":
        for table, old, new in CONSTRAINTS:
            op.execute(f"ALTER TABLE {table} RENAME CONSTRAINT {old} TO {new}")
        for old, new in SEQUENCES:
            op.execute(f"ALTER SEQUENCE {old} RENAME TO {new}")


def downgrade() -> None:
    """Backwards only by a copy of the store."""
    raise NotImplementedError
