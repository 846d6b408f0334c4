"""Adds the start of waiting, which restarts when a conversation is returned to the queue."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("handovers", sa.Column("waits_since", sa.String(32), nullable=True))
