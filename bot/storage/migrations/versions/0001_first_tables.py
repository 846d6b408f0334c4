"""Conversations, messages, cases, notices and the audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("what", sa.String(length=80), nullable=False),
        sa.Column("conversation", sa.String(length=80), nullable=True),
        sa.Column("details", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    _make_append_only()
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("holder", sa.String(length=20), server_default="assistant", nullable=False),
        sa.Column("holder_name", sa.String(length=80), nullable=True),
        sa.Column("leaving", sa.String(length=20), server_default="", nullable=False),
        sa.Column("last_sequence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("taken_up_to", sa.Integer(), server_default="0", nullable=False),
        sa.Column("read_up_to", sa.Integer(), server_default="0", nullable=False),
        sa.Column("banner", sa.Integer(), server_default="0", nullable=False),
        sa.Column("opened_at", sa.String(length=32), nullable=False),
        sa.Column("last_at", sa.String(length=32), nullable=False),
        sa.Column("ended_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_conversations_last_at", "conversations", ["last_at"], unique=False)
    op.create_index("ix_conversations_opened_at", "conversations", ["opened_at"], unique=False)

    op.create_table(
        "erasures",
        sa.Column("conversation", sa.String(length=80), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("conversation"),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "buttons",
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("conversation", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("payload", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token"),
    )
    op.create_index("buttons_of_messages", "buttons", ["conversation", "sequence"], unique=False)

    op.create_table(
        "case_notes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_case_notes_conversation", "case_notes", ["conversation"], unique=False)

    op.create_table(
        "cases",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("conversation", sa.String(length=80), nullable=False),
        sa.Column("opened_at", sa.String(length=32), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number", "conversation"),
    )
    op.create_table(
        "messages",
        sa.Column("conversation", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("sender", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), server_default="", nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("payload", sa.String(length=200), nullable=True),
        sa.Column("sent_at", sa.String(length=32), nullable=False),
        sa.Column("open", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("told_to_wait", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("emergency", sa.String(length=20), nullable=True),
        sa.Column("answers", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("conversation", "sequence"),
        sa.UniqueConstraint("conversation", "number"),
    )
    op.create_index(
        "open_messages",
        "messages",
        ["conversation", "sequence"],
        unique=False,
        sqlite_where=sa.text("open"),
        postgresql_where=sa.text("open"),
    )


def downgrade() -> None:
    """There is nothing before the first tables."""
    for table in ("messages", "cases", "case_notes", "buttons", "notices", "erasures", "conversations", "audit"):
        op.drop_table(table)


def _make_append_only() -> None:
    """Nobody changes the audit, whoever holds the bot's password for the store."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_keeps_{change.lower()} BEFORE {change} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit only grows'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_keeps BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()"
    )
