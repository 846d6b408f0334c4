"""A conversation has a language, by which its texts and phrases are looked up. Those that are open are in English."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("conversations", sa.Column("language", sa.String(20), nullable=False, server_default="en"))


def downgrade() -> None:
    """Backwards only by a copy of the store."""
    raise NotImplementedError
