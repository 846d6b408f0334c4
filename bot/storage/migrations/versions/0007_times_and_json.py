"""Times become timestamps and JSON becomes JSON; both were text, times such as 2026-06-02T13:00:00.000+00:00."""

from __future__ import annotations

import json
import re
from itertools import batched
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TIMES = {
    "agent_links": ("expires_at", "used_at"),
    "agent_sessions": ("created_at", "seen_at"),
    "agents": ("locked_until", "seen_at", "disabled_at", "created_at"),
    "assistant_records": ("at",),
    "audit": ("at",),
    "banners": ("at",),
    "cases": ("opened_at", "closed_at"),
    "conversations": ("emergency_at", "emergency_seen_at", "opened_at", "last_message_at", "ended_at"),
    "erasures": ("at",),
    "handovers": ("queued_at", "waiting_since", "taken_at", "first_reply_at", "ended_at", "announced_at"),
    "messages": ("sent_at",),
    "opt_outs": ("at",),
    "outbox": ("created_at", "due_at", "done_at"),
    "private_notes": ("at",),
    "received_webhooks": ("at",),
    "recovery_codes": ("used_at",),
}
JSON = {"assistant_records": "data", "cases": "data", "outbox": "body"}
KEYS = {"assistant_records": "id", "cases": "case_number", "outbox": "id"}
BATCH = 1000  # rows of one statement
SURROGATE = re.compile("[\ud800-\udfff]")  # half a character


def upgrade() -> None:
    for table, column in JSON.items():
        _unescape(table, column)
    change = _change_types if op.get_bind().dialect.name == "postgresql" else _rebuild
    for table, times in TIMES.items():
        change(table, times, JSON.get(table))


def _unescape(name: str, column: str) -> None:
    r"""Writes characters as they are in place of their escapes (\u00e9), so that they can be searched."""
    sql, key = op.get_bind(), KEYS[name]
    table = sa.table(name, sa.column(key), sa.column(column))
    escaped = sa.select(table.c[key], table.c[column]).where(table.c[column].contains("\\u", autoescape=True))
    change = sa.update(table).where(table.c[key] == sa.bindparam("of")).values({column: sa.bindparam("text")})
    for rows in batched(sql.execute(escaped).all(), BATCH, strict=False):
        sql.execute(change, [{"of": of, "text": _readable(text)} for of, text in rows])


def _readable(text: str) -> str:
    return json.dumps(_storable(json.loads(text)), ensure_ascii=False)


def _storable(value: Any) -> Any:
    """Without NUL and without halves of characters, which PostgreSQL refuses."""
    if isinstance(value, str):
        return SURROGATE.sub("\ufffd", value.replace("\0", ""))
    if isinstance(value, dict):
        return {_storable(name): _storable(one) for name, one in value.items()}
    return [_storable(one) for one in value] if isinstance(value, list) else value


def _change_types(table: str, times: tuple[str, ...], json_column: str | None) -> None:
    """In one statement, so that PostgreSQL writes the table once. It keeps indexes and triggers."""
    types = dict.fromkeys(times, "timestamptz") | ({json_column: "jsonb"} if json_column else {})
    changes = [f"ALTER COLUMN {column} TYPE {type_} USING {column}::{type_}" for column, type_ in types.items()]
    op.execute(f"ALTER TABLE {table} {', '.join(changes)}")


def _rebuild(table: str, times: tuple[str, ...], json_column: str | None) -> None:
    """SQLite cannot change a column's type: a new table takes the rows, then the name, the indexes and the triggers.

    https://www.sqlite.org/lang_altertable.html#otheralter
    """
    sql = op.get_bind()
    made = sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL")
    statements = sql.execute(made, {"table": table}).all()
    (create,) = (row.sql for row in statements if row.type == "table")
    columns = [row.name for row in sql.execute(sa.text(f"PRAGMA table_info({table})"))]
    # %f has the milliseconds that the text has; SQLAlchemy reads and writes microseconds.
    values = [f"strftime('%Y-%m-%d %H:%M:%f000', {one})" if one in times else f'"{one}"' for one in columns]
    names = ", ".join(f'"{one}"' for one in columns)
    sql.exec_driver_sql(_with_types(create, times, json_column).replace(table, f"new_{table}", 1))
    rows = f"SELECT {', '.join(values)} FROM {table}"  # noqa: S608 - of our own names
    sql.exec_driver_sql(f"INSERT INTO new_{table} ({names}) {rows}")
    op.drop_table(table)
    op.rename_table(f"new_{table}", table)
    for row in statements:
        if row.type != "table":
            sql.exec_driver_sql(row.sql)


def _with_types(create: str, times: tuple[str, ...], json_column: str | None) -> str:
    for column in times:
        create = re.sub(rf'("?\b{column}"?) VARCHAR\(32\)', r"\1 DATETIME", create)
    return re.sub(rf'("?\b{json_column}"?) TEXT', r"\1 JSON", create) if json_column else create


def downgrade() -> None:
    """Backwards only by a copy of the store."""
    raise NotImplementedError
