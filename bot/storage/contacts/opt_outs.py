"""Who has written STOP; kept as a keyed hash, because the wish outlives the conversation."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.tables.contacts import stops
from bot.storage.times import text_of


class Stops:
    """Works within the transaction of others; `key` scrambles the addresses."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def holds(self, sql: Connection, channel: str, address: str) -> bool:
        return sql.execute(select(stops.c.at).where(*self._of(channel, address))).first() is not None

    def put(self, sql: Connection, channel: str, address: str, at: datetime) -> None:
        insert_once(sql, stops, {"channel": channel, "address_hash": self.scrambled(address), "at": text_of(at)})

    def lift(self, sql: Connection, channel: str, address: str) -> None:
        sql.execute(delete(stops).where(*self._of(channel, address)))

    def _of(self, channel: str, address: str) -> tuple[ColumnElement[bool], ...]:
        return (stops.c.channel == channel, stops.c.address_hash == self.scrambled(address))

    def scrambled(self, address: str) -> str:
        """Numbers of phones could be guessed from a plain hash."""
        return hmac.new(self._key, address.encode(), hashlib.sha256).hexdigest()


def insert_once(sql: Connection, table: Table, row: dict[str, Any]) -> None:
    """Where the same stands already nothing happens."""
    made = postgresql.insert(table) if sql.dialect.name == "postgresql" else sqlite.insert(table)
    sql.execute(made.values(row).on_conflict_do_nothing())
