"""A store of many conversations: the bot's and the engine's, filled as use would fill them."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.storage.database import Database, address_of
from bot.storage.migrations.migrate import migrate

MESSAGES = 8  # of each conversation
EVENTS = 20  # of each conversation in the engine's tracker


def fill(folder: Path, conversations: int) -> None:
    """Before the system starts for the first time in this folder but after it made the engine's tables."""
    database = Database(address_of(folder))
    migrate(database)
    database.close()
    now = datetime.now(UTC)
    with sqlite3.connect(folder / "bot" / "conversations.db") as sql:
        for number in range(conversations):
            at = (now - timedelta(minutes=number % 40_000)).isoformat(timespec="milliseconds")
            name = f"web-filled{number}"
            sql.execute(
                "INSERT INTO conversations (id, channel, last_sequence, opened_at, last_at) VALUES (?, 'web', ?, ?, ?)",
                (name, MESSAGES, at, at),
            )
            rows = [(name, place, f"{number}-{place}", at) for place in range(1, MESSAGES + 1)]
            sql.executemany(
                "INSERT INTO messages (conversation, sequence, number, sender, text, sent_at)"
                " VALUES (?, ?, ?, 'assistant', 'Look in your spam or junk folder for the email.', ?)",
                rows,
            )
    event = json.dumps({"event": "user", "text": "no code came", "timestamp": 1.0, "metadata": {"id": "x" * 40}})
    with sqlite3.connect(folder / "engine" / "tracker.db") as sql:
        for number in range(conversations):
            sql.executemany(
                "INSERT INTO events (sender_id, type_name, timestamp, data) VALUES (?, 'user', ?, ?)",
                [(f"web-filled{number}", float(place), event) for place in range(EVENTS)],
            )
