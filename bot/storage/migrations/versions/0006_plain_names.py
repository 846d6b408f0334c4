"""Columns get plain names."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"

# Table, the old name of a column, the new one.
COLUMNS = (
    ("conversations", "leaving", "support_message_step"),
    ("handovers", "told_place", "announced_place"),
    ("handovers", "told_at", "announced_at"),
    ("messages", "told_to_wait", "waiting_message_sent"),
)


def upgrade() -> None:
    for table, old, new in COLUMNS:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")


def downgrade() -> None:
    raise NotImplementedError("A store is not taken back to an older version.")
