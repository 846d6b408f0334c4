"""Handovers, the desk's accounts, and what has to reach other systems; a case outlives its conversation."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _widen_conversations()
    _renew_cases()
    _make_handovers()
    _make_accounts()
    _make_the_rest()


def _widen_conversations() -> None:
    """Column by column: SQLite would empty the messages if the table were made anew."""
    for name, kind in (
        ("agent", sa.Integer()),
        ("emergency", sa.String(20)),
        ("emergency_at", sa.String(32)),
        ("emergency_seen_at", sa.String(32)),
        ("reserved_number", sa.String(20)),
    ):
        op.add_column("conversations", sa.Column(name, kind, nullable=True))
    op.create_index("reserved_numbers", "conversations", ["reserved_number"], unique=True)


def _renew_cases() -> None:
    """Nothing refers to cases. A number that stood twice is drawn again."""
    op.rename_table("cases", "older_cases")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE older_cases RENAME CONSTRAINT cases_pkey TO older_cases_pkey")
    made = op.create_table(
        "cases",
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("told_number", sa.String(20), nullable=False),
        sa.Column("conversation", sa.String(80), nullable=False),
        sa.Column("opened_at", sa.String(32), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.String(32), nullable=True),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_cases_conversation", "cases", ["conversation"])
    op.create_index("ix_cases_opened_at", "cases", ["opened_at"])
    rows, numbers = [], set()
    for old in op.get_bind().execute(sa.text("SELECT number, conversation, opened_at, data FROM older_cases")):
        number = old.number if old.number not in numbers else f"{old.number}-{secrets.token_hex(2)}"
        numbers.add(number)
        rows.append({**old._mapping, "number": number, "told_number": old.number})
    if rows:
        op.bulk_insert(made, rows)
    op.drop_table("older_cases")


def _make_handovers() -> None:
    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation", sa.String(length=80), nullable=False),
        sa.Column("case_number", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("topic", sa.String(length=40), server_default="", nullable=False),
        sa.Column("remedy", sa.String(length=80), server_default="", nullable=False),
        sa.Column("team", sa.String(length=40), server_default="", nullable=False),
        sa.Column("queued_at", sa.String(length=32), nullable=False),
        sa.Column("taken_at", sa.String(length=32), nullable=True),
        sa.Column("agent", sa.Integer(), nullable=True),
        sa.Column("first_reply_at", sa.String(length=32), nullable=True),
        sa.Column("ended_at", sa.String(length=32), nullable=True),
        sa.Column("how", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_handovers_conversation", "handovers", ["conversation"], unique=False)
    op.create_index("ix_handovers_queued_at", "handovers", ["queued_at"], unique=False)
    op.create_index(
        "waiting_handovers",
        "handovers",
        ["id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _make_accounts() -> None:
    op.create_table(
        "agents",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("login", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("team", sa.String(length=40), server_default="", nullable=False),
        sa.Column("capacity", sa.Integer(), server_default="4", nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("totp_secret", sa.Text(), nullable=True),
        sa.Column("totp_last", sa.Integer(), server_default="0", nullable=False),
        sa.Column("oidc_subject", sa.String(length=255), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("locked_until", sa.String(length=32), nullable=True),
        sa.Column("available", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("seen_at", sa.String(length=32), nullable=True),
        sa.Column("disabled_at", sa.String(length=32), nullable=True),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("login"),
        sa.UniqueConstraint("oidc_subject"),
    )

    op.create_table(
        "recovery_codes",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["agent"], ["agents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_index("ix_recovery_codes_agent", "recovery_codes", ["agent"], unique=False)

    op.create_table(
        "agent_links",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.String(length=32), nullable=False),
        sa.Column("used_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["agent"], ["agents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_index("ix_agent_links_agent", "agent_links", ["agent"], unique=False)

    op.create_table(
        "agent_sessions",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("seen_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["agent"], ["agents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_index("ix_agent_sessions_agent", "agent_sessions", ["agent"], unique=False)


def _make_the_rest() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation", sa.String(length=80), nullable=False),
        sa.Column("agent", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_notes_conversation", "notes", ["conversation"], unique=False)

    op.create_table(
        "labels",
        sa.Column("conversation", sa.String(length=80), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("conversation", "label"),
    )

    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("conversation", sa.String(length=80), nullable=False),
        sa.Column("case_number", sa.String(length=20), server_default="", nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), server_default="waiting", nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("due_at", sa.String(length=32), nullable=False),
        sa.Column("done_at", sa.String(length=32), nullable=True),
        sa.Column("error", sa.String(length=300), server_default="", nullable=False),
        sa.Column("receipt", sa.String(length=300), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "due_parcels",
        "outbox",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("ix_outbox_conversation", "outbox", ["conversation"], unique=False)


def downgrade() -> None:
    """Backwards only by a copy of the store: what came since would be lost."""
    raise NotImplementedError
