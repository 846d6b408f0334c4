"""Messaging channels: addresses, processed webhooks, and the message of each delivery."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _create_correspondents()
    _create_stops()
    _create_received()
    op.add_column("outbox", sa.Column("sequence", sa.Integer(), nullable=True))
    op.create_index("ix_outbox_receipt", "outbox", ["receipt"])
    op.add_column("handovers", sa.Column("told_place", sa.Integer(), nullable=True))
    op.add_column("handovers", sa.Column("told_at", sa.String(32), nullable=True))


def _create_correspondents() -> None:
    op.create_table(
        "correspondents",
        sa.Column("conversation", sa.String(80), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("conversation"),
        sa.UniqueConstraint("channel", "address"),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], ondelete="CASCADE"),
    )


def _create_stops() -> None:
    op.create_table(
        "stops",
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("address_hash", sa.String(64), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("channel", "address_hash"),
    )


def _create_received() -> None:
    op.create_table(
        "received",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_index("ix_received_at", "received", ["at"])


def downgrade() -> None:
    """Backwards only by a copy of the store: what came since would be lost."""
    raise NotImplementedError
