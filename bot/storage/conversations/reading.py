"""What the core reads of conversations, in SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, select

from bot.conversations.banner import Notice
from bot.conversations.entry import Entry
from bot.conversations.holder import Holder
from bot.conversations.inbox import News, PendingMessage, State
from bot.conversations.refusals import Gone
from bot.storage import banner as notices
from bot.storage.database import Database
from bot.storage.messages.transcript import PAGE, entries_after
from bot.storage.queue.waiting_room import WaitingRoom
from bot.storage.tables.conversations import conversations, erasures, messages
from bot.storage.times import moment

# Statements are made once: to make one takes SQLAlchemy as long as to run it.
_OPEN = (
    select(messages, conversations.c.channel, conversations.c.reserved_number)
    .join(conversations, conversations.c.id == messages.c.conversation)
    .where(messages.c.conversation == bindparam("conversation"), messages.c.open)
    .order_by(messages.c.sequence)
    .limit(2)
)
_ROW = select(conversations).where(conversations.c.id == bindparam("conversation"))
_LOCKED = _ROW.with_for_update()
_STATE = select(
    conversations.c.holder,
    conversations.c.holder_name,
    conversations.c.ended_at,
    conversations.c.taken_up_to,
    conversations.c.last_sequence,
).where(conversations.c.id == bindparam("conversation"))


class SqlReading:
    """Every method raises Unavailable, and Gone where a conversation is not there."""

    def __init__(self, database: Database, room: WaitingRoom) -> None:
        self._database = database
        self._room = room

    async def waiting(self) -> list[str]:
        query = select(messages.c.conversation).where(messages.c.open).distinct()
        return await self._database.read(lambda sql: list(sql.execute(query).scalars()))

    async def next_open(self, conversation: str) -> PendingMessage | None:
        def do(sql: Connection) -> PendingMessage | None:
            rows = sql.execute(_OPEN, {"conversation": conversation}).all()
            if not rows:
                return None
            row, at = rows[0], moment(rows[0].sent_at)
            words = (row.number, row.text, row.payload, row.channel, at, row.waiting_message_sent, row.reserved_number)
            return PendingMessage(conversation, row.sequence, *words, is_last=len(rows) == 1)

        return await self._database.read(do)

    async def entries(self, conversation: str, after: int = 0) -> list[Entry]:
        def do(sql: Connection) -> list[Entry]:
            found = entries_after(sql, conversation, after)
            if not found:
                conversation_row(sql, conversation)
            return found

        return await self._database.read(do)

    async def news(self, conversation: str, after: int, at: datetime) -> News:
        def do(sql: Connection) -> News:
            state, entries = self._state(sql, conversation, at), entries_after(sql, conversation, after)
            return News(entries, len(entries) == PAGE, state, notices.read_notice(sql))

        return await self._database.read(do)

    async def state(self, conversation: str, at: datetime) -> State:
        return await self._database.read(lambda sql: self._state(sql, conversation, at))

    def _state(self, sql: Connection, conversation: str, at: datetime) -> State:
        row = sql.execute(_STATE, {"conversation": conversation}).first()
        if row is None:
            raise Gone
        holder = Holder(row.holder)
        place = self._room.place(sql, conversation, at) if holder is Holder.QUEUE else None
        return State(holder, row.holder_name, row.ended_at is not None, row.taken_up_to, row.last_sequence, place)

    async def queue(self) -> list[str]:
        return await self._database.read(self._room.waiting)

    async def to_erase(self) -> list[str]:
        return await self._database.read(lambda sql: list(sql.execute(select(erasures.c.conversation)).scalars()))

    async def notice(self) -> Notice:
        return await self._database.read(notices.read_notice)

    async def ready(self) -> bool:
        return await self._database.read(lambda sql: sql.execute(select(1)).scalar() == 1)


def conversation_row(sql: Connection, conversation: str, *, lock: bool = False) -> Row[tuple[object, ...]]:
    """Raises Gone. `lock`: nobody else changes it in this transaction (SQLite has one writer anyway)."""
    row = sql.execute(_LOCKED if lock else _ROW, {"conversation": conversation}).first()
    if row is None:
        raise Gone
    return row
