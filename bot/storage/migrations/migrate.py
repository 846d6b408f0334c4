"""Brings a store up to date at start, with Alembic; two bots that start at once do it one after the other."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from bot.storage.database import Database

LOCK = 7023_7029  # any number, the same for every bot


def migrate(database: Database, revision: str = "head") -> None:
    """To the newest revision, or to an older one in tests. Raises Unavailable."""
    database.alter_schema(lambda sql: _upgrade(sql, revision))


def _upgrade(sql: Connection, revision: str) -> None:
    if sql.dialect.name == "postgresql":
        sql.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    command.upgrade(_config(sql), revision)


def _config(sql: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = sql
    return config
