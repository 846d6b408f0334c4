"""Stores opt-outs (STOP) as keyed hashes of addresses, since an opt-out outlives the conversation."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select

from bot.storage.contacts.insert_once import insert_once
from bot.storage.tables.opt_outs import opt_outs


class OptOuts:
    """Works within the transaction of its callers; `key` is for the hashes of addresses."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def has(self, sql: Connection, channel: str, address: str) -> bool:
        return sql.execute(select(opt_outs.c.at).where(*self._of(channel, address))).first() is not None

    def add(self, sql: Connection, channel: str, address: str, at: datetime) -> None:
        row = {"channel": channel, "address_hash": self.hash_address(address), "at": at}
        insert_once(sql, opt_outs, row)

    def remove(self, sql: Connection, channel: str, address: str) -> None:
        sql.execute(delete(opt_outs).where(*self._of(channel, address)))

    def _of(self, channel: str, address: str) -> tuple[ColumnElement[bool], ...]:
        return (opt_outs.c.channel == channel, opt_outs.c.address_hash == self.hash_address(address))

    def hash_address(self, address: str) -> str:
        """Returns a keyed hash, since phone numbers can be guessed from a plain one."""
        return hmac.new(self._key, address.encode(), hashlib.sha256).hexdigest()
