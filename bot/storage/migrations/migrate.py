"""Brings a store up to date at start, with Alembic; two bots that start at once do it one after the other."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from bot.storage.database import Database

LOCK = 7023_7029  # any number, the same for every bot


def migrate(database: Database) -> None:
    """Raises Unavailable."""
    database.write_now(_upgrade)


def _upgrade(sql: Connection) -> None:
    if sql.dialect.name == "postgresql":
        sql.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    command.upgrade(config(sql), "head")


def config(sql: Connection) -> Config:
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    made.attributes["connection"] = sql
    return made
