"""Remembers which webhooks were processed, for as long as a provider may send them again."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from bot.storage.contacts.insert_once import insert_once
from bot.storage.tables.received_webhooks import received_webhooks

# The longest that a provider sends the same again is a day and a half.
REMEMBERED = timedelta(days=4)


def was_processed(sql: Connection, channel: str, message_id: str) -> bool:
    this = select(received_webhooks.c.hash).where(received_webhooks.c.hash == _hash(channel, message_id))
    return sql.execute(this).first() is not None


def mark_processed(sql: Connection, channel: str, message_id: str, at: datetime) -> None:
    """Records a webhook and deletes old ones."""
    insert_once(sql, received_webhooks, {"hash": _hash(channel, message_id), "at": at})
    sql.execute(delete(received_webhooks).where(received_webhooks.c.at < at - REMEMBERED))


def _hash(channel: str, message_id: str) -> str:
    return hashlib.sha256(f"{channel} {message_id}".encode()).hexdigest()
