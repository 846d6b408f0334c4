"""The core's inbox in SQL: each method is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, update

from bot.conversations.decision import Decision, Situation
from bot.conversations.inbox import AcceptedMessage, PendingMessage
from bot.conversations.incoming import Choice
from bot.conversations.message import Reply
from bot.storage.conversations.accepting import accepted_before, store_message
from bot.storage.conversations.ending import end_conversation
from bot.storage.conversations.erasing import erase_everywhere
from bot.storage.conversations.opening import open_conversation
from bot.storage.conversations.reader import SqlReader
from bot.storage.conversations.replying import store_replies, store_waiting_message
from bot.storage.conversations.retention import (
    erase_old_cases,
    erase_old_conversations,
    old_cases,
    old_conversations,
)
from bot.storage.conversations.row import locked_row
from bot.storage.conversations.situation import read_situation
from bot.storage.tables.conversations import conversations
from bot.storage.tables.erasures import erasures


class SqlInbox(SqlReader):
    """Every method raises Unavailable, and Gone where a conversation is not there."""

    async def open(self, conversation: str, channel: str, at: datetime, greeting: Sequence[Reply]) -> None:
        await self._database.write(
            lambda sql: open_conversation(self._context, sql, conversation, channel, at, greeting)
        )

    async def accept(
        self,
        conversation: str,
        message_id: str,
        at: datetime,
        button: str | Choice | None,
        decide: Callable[[Situation], Decision],
    ) -> AcceptedMessage:
        """An error from `decide` leaves the store unchanged."""

        def do(sql: Connection) -> AcceptedMessage:
            row = locked_row(sql, conversation)
            if before := accepted_before(sql, conversation, message_id):
                return before
            found = read_situation(sql, row, at, button)
            return store_message(self._context, sql, row, message_id, at, decide(found.situation), found)

        return await self._database.write(do)

    async def answer(self, message: PendingMessage, at: datetime, replies: Sequence[Reply]) -> bool:
        return await self._database.write(lambda sql: store_replies(self._context, sql, message, at, replies))

    async def send_waiting_message(self, message: PendingMessage, at: datetime, reply: Reply) -> bool:
        return await self._database.write(lambda sql: store_waiting_message(self._context, sql, message, at, reply))

    async def read(self, conversation: str, up_to: int) -> None:
        c = conversations.c
        query = update(conversations).where(c.id == conversation, c.read_up_to < up_to, c.last_sequence >= up_to)
        await self._database.write(lambda sql: sql.execute(query.values(read_up_to=up_to)))

    async def end(self, conversation: str, at: datetime, words: str) -> bool:
        return await self._database.write(lambda sql: end_conversation(self._context, sql, conversation, at, words))

    async def erase(self, conversation: str, at: datetime) -> bool:
        return await self._database.write(lambda sql: erase_everywhere(sql, conversation, at, "person"))

    async def erase_older(self, than: datetime, at: datetime) -> int:
        if not await self._database.read(lambda sql: old_conversations(sql, than)):
            return 0  # the writer is needed only where there is something
        fields = self._context.case_fields
        return await self._database.write(lambda sql: erase_old_conversations(sql, than, at, fields))

    async def erase_old_cases(self, than: datetime, at: datetime) -> int:
        if not await self._database.read(lambda sql: old_cases(sql, than)):
            return 0
        return await self._database.write(lambda sql: erase_old_cases(sql, than, at))

    async def finish_erasure(self, conversation: str) -> None:
        query = delete(erasures).where(erasures.c.conversation == conversation)
        await self._database.write(lambda sql: sql.execute(query))

    async def purge_deleted_data(self) -> bool:
        return await self._database.purge_deleted_data()
