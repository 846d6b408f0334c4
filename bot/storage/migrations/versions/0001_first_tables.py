"""Conversations, messages, cases, notices and the audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _create_audit()
    _make_append_only()
    _create_conversations()
    _create_erasures()
    _create_notices()
    _create_buttons()
    _create_case_notes()
    _create_cases()
    _create_messages()


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("what", sa.String(80), nullable=False),
        sa.Column("conversation", sa.String(80), nullable=True),
        sa.Column("details", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _create_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("holder", sa.String(20), server_default="assistant", nullable=False),
        sa.Column("holder_name", sa.String(80), nullable=True),
        sa.Column("leaving", sa.String(20), server_default="", nullable=False),
        sa.Column("last_sequence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("taken_up_to", sa.Integer(), server_default="0", nullable=False),
        sa.Column("read_up_to", sa.Integer(), server_default="0", nullable=False),
        sa.Column("banner", sa.Integer(), server_default="0", nullable=False),
        sa.Column("opened_at", sa.String(32), nullable=False),
        sa.Column("last_at", sa.String(32), nullable=False),
        sa.Column("ended_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_conversations_last_at", "conversations", ["last_at"])
    op.create_index("ix_conversations_opened_at", "conversations", ["opened_at"])


def _create_erasures() -> None:
    op.create_table(
        "erasures",
        sa.Column("conversation", sa.String(80), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("conversation"),
    )


def _create_notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _create_buttons() -> None:
    op.create_table(
        "buttons",
        sa.Column("token", sa.String(40), nullable=False),
        sa.Column("conversation", sa.String(80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("payload", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token"),
    )
    op.create_index("buttons_of_messages", "buttons", ["conversation", "sequence"])


def _create_case_notes() -> None:
    op.create_table(
        "case_notes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_case_notes_conversation", "case_notes", ["conversation"])


def _create_cases() -> None:
    op.create_table(
        "cases",
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("conversation", sa.String(80), nullable=False),
        sa.Column("opened_at", sa.String(32), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number", "conversation"),
    )


def _create_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("conversation", sa.String(80), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.String(80), nullable=False),
        sa.Column("sender", sa.String(20), nullable=False),
        sa.Column("name", sa.String(80), server_default="", nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("payload", sa.String(200), nullable=True),
        sa.Column("sent_at", sa.String(32), nullable=False),
        sa.Column("open", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("told_to_wait", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("emergency", sa.String(20), nullable=True),
        sa.Column("answers", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("conversation", "sequence"),
        sa.UniqueConstraint("conversation", "number"),
    )
    where = sa.text("open")
    op.create_index(
        "open_messages", "messages", ["conversation", "sequence"], sqlite_where=where, postgresql_where=where
    )


def downgrade() -> None:
    """There is nothing before the first tables."""
    for table in ("messages", "cases", "case_notes", "buttons", "notices", "erasures", "conversations", "audit"):
        op.drop_table(table)


def _make_append_only() -> None:
    """Prevents changes of the audit, even with the bot's password for the database."""
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
