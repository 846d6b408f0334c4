"""The core's correspondents in SQL."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, text

from bot.conversations.contacts import Known
from bot.conversations.message import Reply
from bot.storage.contacts.opt_outs import Stops, insert_once
from bot.storage.conversations.inbox import SqlInbox
from bot.storage.conversations.reading import conversation_row
from bot.storage.database import Database
from bot.storage.messages.transcript import Post, Writing
from bot.storage.tables.contacts import contacts, reached, received
from bot.storage.tables.conversations import conversations, messages
from bot.storage.tables.desk import outbox
from bot.storage.times import text_of

# The longest that a provider sends the same again is a day and a half.
REMEMBERED = timedelta(days=4)


class SqlContacts:
    """`post` gets what has to be sent."""

    def __init__(
        self, database: Database, inbox: SqlInbox, stops: Stops, assistant_name: str, post: Post | None
    ) -> None:
        self._database = database
        self._inbox = inbox
        self._stops = stops
        self._name = assistant_name
        self._post = post

    async def look(self, channel: str, address: str, number: str) -> Known:
        this = select(received.c.hash).where(received.c.hash == _hash(channel, number))

        def do(sql: Connection) -> Known:
            stopped, again = self._stops.holds(sql, channel, address), sql.execute(this).first() is not None
            return Known(find(sql, channel, address), stopped, again)

        return await self._database.read(do)

    async def open(self, conversation: str, channel: str, address: str, at: datetime, greeting: Sequence[Reply]) -> str:
        def do(sql: Connection) -> str:
            _alone(sql, channel, address)
            before = find(sql, channel, address)
            if before is not None and _goes_on(sql, before):
                return before
            if before is not None:
                sql.execute(delete(contacts).where(contacts.c.conversation == before))
            self._inbox.open_in(sql, conversation, channel, at, greeting, address)
            row = {"conversation": conversation, "channel": channel, "address_hash": self._stops.scrambled(address)}
            sql.execute(insert(reached).values(row))
            return conversation

        return await self._database.write(do)

    async def note(self, channel: str, number: str, at: datetime) -> None:
        def do(sql: Connection) -> None:
            insert_once(sql, received, {"hash": _hash(channel, number), "at": text_of(at)})
            sql.execute(delete(received).where(received.c.at < text_of(at - REMEMBERED)))

        await self._database.write(do)

    async def say(self, conversation: str, number: str, at: datetime, reply: Reply) -> None:
        def do(sql: Connection) -> None:
            row = conversation_row(sql, conversation, lock=True)
            this = (messages.c.conversation == conversation, messages.c.number == number)
            if sql.execute(select(messages.c.sequence).where(*this)).first():
                return
            writing = Writing(sql, conversation, row.last_sequence, at, self._name, self._post)
            writing.notice(reply, number)
            writing.done()

        await self._database.write(do)

    async def has_stopped(self, channel: str, address: str) -> bool:
        return await self._database.read(lambda sql: self._stops.holds(sql, channel, address))

    async def stop(self, channel: str, address: str, at: datetime) -> None:
        def do(sql: Connection) -> None:
            self._stops.put(sql, channel, address, at)
            own = find(sql, channel, address)
            if own is not None:
                waiting = (outbox.c.conversation == own, outbox.c.kind == channel, outbox.c.state == "waiting")
                sql.execute(delete(outbox).where(*waiting))

        await self._database.write(do)

    async def start(self, channel: str, address: str) -> None:
        await self._database.write(lambda sql: self._stops.lift(sql, channel, address))


def find(sql: Connection, channel: str, address: str) -> str | None:
    """The conversation that goes on with this address."""
    own = (contacts.c.channel == channel, contacts.c.address == address)
    found: str | None = sql.execute(select(contacts.c.conversation).where(*own)).scalar()
    return found


def all_of(sql: Connection, stops: Stops, channel: str, address: str) -> list[str]:
    """Every conversation that this address has or had, as far as anything of it is kept."""
    these = (reached.c.channel == channel, reached.c.address_hash == stops.scrambled(address))
    found = set(sql.execute(select(reached.c.conversation).where(*these)).scalars())
    return sorted(found | ({now} if (now := find(sql, channel, address)) else set()))


def address_of(sql: Connection, conversation: str) -> str | None:
    """None where the conversation has no address any more: it has ended and another goes on."""
    own = select(contacts.c.address).where(contacts.c.conversation == conversation)
    found: str | None = sql.execute(own).scalar()
    return found


def _alone(sql: Connection, channel: str, address: str) -> None:
    """Nobody else opens a conversation for this address in the meantime (SQLite has one writer anyway)."""
    if sql.dialect.name == "postgresql":
        sql.execute(text("SELECT pg_advisory_xact_lock(hashtext(:address))"), {"address": f"{channel} {address}"})


def _goes_on(sql: Connection, conversation: str) -> bool:
    row = sql.execute(select(conversations.c.ended_at).where(conversations.c.id == conversation)).first()
    return row is not None and row.ended_at is None


def _hash(channel: str, number: str) -> str:
    return hashlib.sha256(f"{channel} {number}".encode()).hexdigest()
