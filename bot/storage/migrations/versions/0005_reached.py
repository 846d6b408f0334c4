"""Which conversations an address of a messaging channel had, by a keyed hash: so that all can be erased."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "reached",
        sa.Column("conversation", sa.String(80), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("address_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("conversation"),
    )
    op.create_index("ix_reached_address_hash", "reached", ["address_hash"])
