"""Inserts a row unless it is there already."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_once(sql: Connection, table: Table, row: dict[str, Any]) -> None:
    insert = postgresql.insert(table) if sql.dialect.name == "postgresql" else sqlite.insert(table)
    sql.execute(insert.values(row).on_conflict_do_nothing())
