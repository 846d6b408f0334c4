"""A store of many conversations: the bot's and the engine's, filled as use would fill them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, insert

from bot.storage.database import Database, address_of
from bot.storage.migrations.migrate import migrate
from bot.storage.tables.conversations import conversations
from bot.storage.tables.messages import messages

MESSAGES = 8  # of each conversation
EVENTS = 20  # of each conversation in the engine's tracker
TEXT = "Look in your spam or junk folder for the email."


def fill(folder: Path, count: int) -> None:
    """Before the system starts for the first time in this folder but after it made the engine's tables."""
    with closing(Database(address_of(folder))) as database:
        migrate(database)
        database.write_now(lambda sql: _fill_bot(sql, count))
    _fill_engine(folder, count)


def _fill_bot(sql: Connection, count: int) -> None:
    now = datetime.now(UTC)
    for number in range(count):
        name, at = f"web-filled{number}", now - timedelta(minutes=number % 40_000)
        row = {"id": name, "channel": "web", "last_sequence": MESSAGES, "opened_at": at, "last_message_at": at}
        sql.execute(insert(conversations).values(row))
        usual = {"conversation": name, "sender": "assistant", "text": TEXT, "sent_at": at}
        rows = [{**usual, "sequence": one, "message_id": f"{number}-{one}"} for one in range(1, MESSAGES + 1)]
        sql.execute(insert(messages), rows)


def _fill_engine(folder: Path, count: int) -> None:
    event = json.dumps({"event": "user", "text": "no code came", "timestamp": 1.0, "metadata": {"id": "x" * 40}})
    with sqlite3.connect(folder / "engine" / "tracker.db") as sql:
        for number in range(count):
            sql.executemany(
                "INSERT INTO events (sender_id, type_name, timestamp, data) VALUES (?, 'user', ?, ?)",
                [(f"web-filled{number}", float(place), event) for place in range(EVENTS)],
            )
