"""Implements the core's store of contacts in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from bot.conversations.contacts import ContactStatus
from bot.conversations.message import Reply
from bot.storage.contacts.contacts import find_conversation, forget_address, lock_address
from bot.storage.contacts.opt_outs import OptOuts
from bot.storage.contacts.webhooks import mark_processed, was_processed
from bot.storage.context import StoreContext
from bot.storage.conversations.opening import open_conversation
from bot.storage.conversations.row import locked_row
from bot.storage.tables.contacts import contact_history
from bot.storage.tables.conversations import conversations
from bot.storage.tables.messages import messages
from bot.storage.tables.outbox import outbox


class SqlContacts:
    """Every method is one transaction and raises Unavailable."""

    def __init__(self, context: StoreContext, opt_outs: OptOuts) -> None:
        self._context = context
        self._database = context.database
        self._opt_outs = opt_outs

    async def look_up(self, channel: str, address: str, message_id: str) -> ContactStatus:
        def do(sql: Connection) -> ContactStatus:
            return ContactStatus(
                conversation=find_conversation(sql, channel, address),
                opted_out=self._opt_outs.has(sql, channel, address),
                already_processed=was_processed(sql, channel, message_id),
            )

        return await self._database.read(do)

    async def open(self, conversation: str, channel: str, address: str, at: datetime, greeting: Sequence[Reply]) -> str:
        def do(sql: Connection) -> str:
            lock_address(sql, channel, address)
            before = find_conversation(sql, channel, address)
            if before is not None and _is_open(sql, before):
                return before
            if before is not None:
                forget_address(sql, before)
            open_conversation(self._context, sql, conversation, channel, at, greeting, address)
            address_hash = self._opt_outs.hash_address(address)
            row = {"conversation": conversation, "channel": channel, "address_hash": address_hash}
            sql.execute(insert(contact_history).values(row))
            return conversation

        return await self._database.write(do)

    async def mark_processed(self, channel: str, message_id: str, at: datetime) -> None:
        await self._database.write(lambda sql: mark_processed(sql, channel, message_id, at))

    async def send_system_message(self, conversation: str, message_id: str, at: datetime, reply: Reply) -> None:
        def do(sql: Connection) -> None:
            row = locked_row(sql, conversation)
            this = (messages.c.conversation == conversation, messages.c.message_id == message_id)
            if sql.execute(select(messages.c.sequence).where(*this)).first():
                return
            transcript = self._context.transcript(sql, row, at)
            transcript.system_message(reply, message_id)
            transcript.finish()

        await self._database.write(do)

    async def has_opted_out(self, channel: str, address: str) -> bool:
        return await self._database.read(lambda sql: self._opt_outs.has(sql, channel, address))

    async def opt_out(self, channel: str, address: str, at: datetime) -> None:
        def do(sql: Connection) -> None:
            self._opt_outs.add(sql, channel, address, at)
            conversation = find_conversation(sql, channel, address)
            if conversation is not None:
                o = outbox.c
                waiting = (o.conversation == conversation, o.kind == channel, o.state == "waiting")
                sql.execute(delete(outbox).where(*waiting))

        await self._database.write(do)

    async def opt_in(self, channel: str, address: str) -> None:
        await self._database.write(lambda sql: self._opt_outs.remove(sql, channel, address))


def _is_open(sql: Connection, conversation: str) -> bool:
    row = sql.execute(select(conversations.c.ended_at).where(conversations.c.id == conversation)).first()
    return row is not None and row.ended_at is None
