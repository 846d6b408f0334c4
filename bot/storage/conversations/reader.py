"""Implements the core's reading of conversations in SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from bot.conversations.banner import Banner
from bot.conversations.entry import Entry
from bot.conversations.holder import Holder
from bot.conversations.inbox import News, PendingMessage, State
from bot.conversations.refusals import Gone
from bot.storage.banner import read_banner
from bot.storage.context import StoreContext
from bot.storage.conversations.row import conversation_row
from bot.storage.messages.pending import conversations_with_pending, next_pending
from bot.storage.messages.transcript import PAGE, entries_after
from bot.storage.queue.handovers import waiting_conversations
from bot.storage.tables.conversations import conversations
from bot.storage.tables.erasures import erasures

_c = conversations.c
_STATE = select(_c.holder, _c.holder_name, _c.ended_at, _c.handled_up_to, _c.last_sequence).where(
    _c.id == bindparam("conversation")
)


class SqlReader:
    """Every method raises Unavailable, and Gone where a conversation is not there."""

    def __init__(self, context: StoreContext) -> None:
        self._context = context
        self._database = context.database

    async def with_pending_messages(self) -> list[str]:
        return await self._database.read(conversations_with_pending)

    async def next_pending(self, conversation: str) -> PendingMessage | None:
        return await self._database.read(lambda sql: next_pending(sql, conversation))

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
            return News(entries=entries, more=len(entries) == PAGE, state=state, banner=read_banner(sql))

        return await self._database.read(do)

    async def state(self, conversation: str, at: datetime) -> State:
        return await self._database.read(lambda sql: self._state(sql, conversation, at))

    def _state(self, sql: Connection, conversation: str, at: datetime) -> State:
        row = sql.execute(_STATE, {"conversation": conversation}).first()
        if row is None:
            raise Gone
        holder = Holder(row.holder)
        return State(
            holder=holder,
            holder_name=row.holder_name,
            ended=row.ended_at is not None,
            handled_up_to=row.handled_up_to,
            last_sequence=row.last_sequence,
            place=self._context.queue.place(sql, conversation, at) if holder is Holder.QUEUE else None,
        )

    async def queue(self) -> list[str]:
        return await self._database.read(waiting_conversations)

    async def pending_erasures(self) -> list[str]:
        return await self._database.read(lambda sql: list(sql.execute(select(erasures.c.conversation)).scalars()))

    async def banner(self) -> Banner:
        return await self._database.read(read_banner)

    async def ready(self) -> bool:
        return await self._database.read(lambda sql: sql.execute(select(1)).scalar() == 1)
