"""Handovers, the desk's accounts, and what has to reach other systems; a case outlives its conversation."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _widen_conversations()
    _renew_cases()
    _create_handovers()
    _create_agents()
    _create_recovery_codes()
    _create_agent_links()
    _create_agent_sessions()
    _create_notes()
    _create_labels()
    _create_outbox()


def _widen_conversations() -> None:
    """Adds columns one by one: SQLite would empty the messages if the table were replaced."""
    op.add_column("conversations", sa.Column("agent", sa.Integer()))
    lengths = {"emergency": 20, "emergency_at": 32, "emergency_seen_at": 32, "reserved_number": 20}
    for name, length in lengths.items():
        op.add_column("conversations", sa.Column(name, sa.String(length)))
    op.create_index("reserved_numbers", "conversations", ["reserved_number"], unique=True)


def _renew_cases() -> None:
    """Replaces the table of cases, to which nothing refers. Draws a new number for duplicates."""
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
        sa.Column("closed_at", sa.String(32)),
        sa.Column("outcome", sa.String(40)),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_cases_conversation", "cases", ["conversation"])
    op.create_index("ix_cases_opened_at", "cases", ["opened_at"])
    op.bulk_insert(made, _renumbered())
    op.drop_table("older_cases")


def _renumbered() -> list[dict[str, str]]:
    rows, numbers = list[dict[str, str]](), set[str]()
    for old in op.get_bind().execute(sa.text("SELECT number, conversation, opened_at, data FROM older_cases")):
        number = old.number if old.number not in numbers else f"{old.number}-{secrets.token_hex(2)}"
        numbers.add(number)
        rows.append({**old._mapping, "number": number, "told_number": old.number})
    return rows


def _create_handovers() -> None:
    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation", sa.String(80), nullable=False),
        sa.Column("case_number", sa.String(20), nullable=True),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("topic", sa.String(40), server_default="", nullable=False),
        sa.Column("remedy", sa.String(80), server_default="", nullable=False),
        sa.Column("team", sa.String(40), server_default="", nullable=False),
        sa.Column("queued_at", sa.String(32), nullable=False),
        sa.Column("taken_at", sa.String(32), nullable=True),
        sa.Column("agent", sa.Integer(), nullable=True),
        sa.Column("first_reply_at", sa.String(32), nullable=True),
        sa.Column("ended_at", sa.String(32), nullable=True),
        sa.Column("how", sa.String(20), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_handovers_conversation", "handovers", ["conversation"])
    op.create_index("ix_handovers_queued_at", "handovers", ["queued_at"])
    where = sa.text("ended_at IS NULL")
    op.create_index("waiting_handovers", "handovers", ["id"], sqlite_where=where, postgresql_where=where)


def _create_agents() -> None:
    op.create_table(
        "agents",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("login", sa.String(80), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("team", sa.String(40), server_default="", nullable=False),
        sa.Column("capacity", sa.Integer(), server_default="4", nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("totp_secret", sa.Text(), nullable=True),
        sa.Column("totp_last", sa.Integer(), server_default="0", nullable=False),
        sa.Column("oidc_subject", sa.String(255), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("locked_until", sa.String(32), nullable=True),
        sa.Column("available", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("seen_at", sa.String(32), nullable=True),
        sa.Column("disabled_at", sa.String(32), nullable=True),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("login"),
        sa.UniqueConstraint("oidc_subject"),
    )


def _create_recovery_codes() -> None:
    op.create_table(
        "recovery_codes",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("agent", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["agent"], ["agents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_index("ix_recovery_codes_agent", "recovery_codes", ["agent"])


def _create_agent_links() -> None:
    op.create_table(
        "agent_links",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("agent", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.String(32), nullable=False),
        sa.Column("used_at", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["agent"], ["agents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_index("ix_agent_links_agent", "agent_links", ["agent"])


def _create_agent_sessions() -> None:
    op.create_table(
        "agent_sessions",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("agent", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("seen_at", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["agent"], ["agents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_index("ix_agent_sessions_agent", "agent_sessions", ["agent"])


def _create_notes() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation", sa.String(80), nullable=False),
        sa.Column("agent", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_notes_conversation", "notes", ["conversation"])


def _create_labels() -> None:
    op.create_table(
        "labels",
        sa.Column("conversation", sa.String(80), nullable=False),
        sa.Column("label", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("conversation", "label"),
    )


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("conversation", sa.String(80), nullable=False),
        sa.Column("case_number", sa.String(20), server_default="", nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), server_default="waiting", nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.Column("due_at", sa.String(32), nullable=False),
        sa.Column("done_at", sa.String(32), nullable=True),
        sa.Column("error", sa.String(300), server_default="", nullable=False),
        sa.Column("receipt", sa.String(300), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    where = sa.text("state = 'waiting'")
    op.create_index("due_parcels", "outbox", ["due_at"], sqlite_where=where, postgresql_where=where)
    op.create_index("ix_outbox_conversation", "outbox", ["conversation"])


def downgrade() -> None:
    """Backwards only by a copy of the store: what came since would be lost."""
    raise NotImplementedError
