"""The core's inbox in SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from bot.conversations.decision import Decision, Responses, Situation
from bot.conversations.holder import Holder
from bot.conversations.inbox import Accepted, PendingMessage
from bot.conversations.incoming import Choice
from bot.conversations.message import Reply
from bot.storage import banner as notices
from bot.storage.audit import note
from bot.storage.cases.cases import free_number
from bot.storage.cases.handover import PassedOn
from bot.storage.conversations.assignment import CaseChanged, assignment_of, changes, drop_pending, tell_more
from bot.storage.conversations.erasing import (
    erase_everywhere,
    erase_kept_long_enough,
    erase_old_cases,
    kept_long_enough,
    old_cases,
)
from bot.storage.conversations.reading import SqlReading, conversation_row
from bot.storage.conversations.situation import Found, read_situation
from bot.storage.database import Database
from bot.storage.messages.transcript import Post, Writing
from bot.storage.queue.waiting_room import WaitingRoom, end_handover
from bot.storage.tables.contacts import contacts
from bot.storage.tables.conversations import conversations, erasures, messages
from bot.storage.times import moment, text_of

_CAME_BEFORE = select(messages.c.sequence, messages.c.open).where(
    messages.c.conversation == bindparam("conversation"), messages.c.number == bindparam("number")
)
_CLOSE = (
    update(messages)
    .where(messages.c.conversation == bindparam("of"), messages.c.sequence == bindparam("at"), messages.c.open)
    .values(open=False)
)


class SqlInbox(SqlReading):
    """`assistant_name` stands beside what the assistant says; `tell` hears of opened and amended cases,
    `post` of what a messaging channel has to send."""

    def __init__(
        self,
        database: Database,
        assistant_name: str,
        room: WaitingRoom,
        say: Responses,
        tell: CaseChanged | None = None,
        post: Post | None = None,
    ) -> None:
        super().__init__(database, room)
        self._name = assistant_name
        self._post = post
        self._say = say
        self._tell = tell

    async def open(self, conversation: str, channel: str, at: datetime, greeting: Sequence[Reply]) -> None:
        await self._database.write(lambda sql: self.open_in(sql, conversation, channel, at, greeting))

    def open_in(
        self,
        sql: Connection,
        conversation: str,
        channel: str,
        at: datetime,
        greeting: Sequence[Reply],
        address: str = "",
    ) -> None:
        """Within a transaction. `address` is where a messaging channel reaches the person."""
        now = text_of(at)
        # What the page shows above the conversation need not be said in it again.
        banner = 0 if address else notices.read_notice(sql).number
        row = {"id": conversation, "channel": channel, "opened_at": now, "last_at": now, "banner": banner}
        row["reserved_number"] = free_number(sql)
        sql.execute(insert(conversations).values(row))
        if address:
            sql.execute(insert(contacts).values(conversation=conversation, channel=channel, address=address))
        writing = Writing(sql, conversation, 0, at, self._name, self._post)
        for reply in greeting:
            writing.reply(reply)
        writing.done()

    async def accept(
        self,
        conversation: str,
        number: str,
        at: datetime,
        button: str | Choice | None,
        decide: Callable[[Situation], Decision],
    ) -> Accepted:
        def do(sql: Connection) -> Accepted:
            row = conversation_row(sql, conversation, lock=True)
            before = sql.execute(_CAME_BEFORE, {"conversation": conversation, "number": number}).first()
            if before:
                return Accepted(before.sequence, before.open, again=True)
            found = read_situation(sql, row, at, button)
            return self._store(sql, row, number, at, decide(found.situation), found)

        return await self._database.write(do)

    def _store(
        self, sql: Connection, row: Row[Any], number: str, at: datetime, decision: Decision, found: Found
    ) -> Accepted:
        writing = Writing(sql, row.id, row.last_sequence, at, self._name, self._post)
        if decision.settles_waiting:
            drop_pending(sql, row.id)
        sequence = writing.person(number, decision)
        for words in decision.system:
            writing.system(words)
        for place, reply in enumerate(decision.replies):  # the first says where help is
            writing.reply(reply, answers=sequence, emergency=decision.emergency if place == 0 else None)
        changed: dict[str, object] = {"support_message_step": decision.support_message_step.value}
        if decision.system or found.situation.banner is None:  # else it is told with the next answer
            changed["banner"] = found.banner
        if decision.settled and (row.holder == Holder.ASSISTANT.value or decision.stops_waiting):
            changed["taken_up_to"] = sequence  # in the queue and with an agent it is read when somebody has read it
        if decision.emergency:
            changed |= {"emergency": decision.emergency, "emergency_at": text_of(at), "emergency_seen_at": None}
            note(sql, at, "assistant", "emergency", row.id)  # the log outlives all: not of which kind
        if decision.case:
            changed |= self._passed_on(sql, row, writing, [{"handover": decision.case}], at)
        if decision.stops_waiting:
            changed |= self._room.leave(sql, writing, assignment_of(row), at)
            tell_more(sql, row.id, at, self._tell)
        writing.done(**changed)
        message = None
        if not decision.settled and found.nothing_waits:
            said = (number, decision.text, decision.payload, row.channel, moment(text_of(at)), False)
            message = PendingMessage(row.id, sequence, *said, row.reserved_number, is_last=True)
        return Accepted(sequence, not decision.settled, holder_changed="holder" in changed, message=message)

    def _passed_on(
        self,
        sql: Connection,
        row: Row[Any],
        writing: Writing,
        data: Sequence[Mapping[str, object]],
        at: datetime,
    ) -> dict[str, object]:
        """Keeps what stands beside the replies; where a person is needed, the conversation waits from now on."""
        passed_on = PassedOn(sql, writing, self._say, at)
        for one in data:
            passed_on.keep(one)
        writing.write()  # the transcript goes along
        for number, what in passed_on.changed.items():
            if self._tell:
                self._tell(sql, number, what, at)
        return self._room.join(sql, writing, assignment_of(row), passed_on.handover, at) if passed_on.handover else {}

    async def answer(self, message: PendingMessage, at: datetime, replies: Sequence[Reply]) -> bool:
        def do(sql: Connection) -> bool:
            row = conversation_row(sql, message.conversation, lock=True)
            if not _close(sql, message):
                return False
            writing = Writing(sql, row.id, row.last_sequence, at, self._name, self._post)
            for reply in replies:
                writing.reply(reply, answers=message.sequence)
            changed = self._passed_on(sql, row, writing, [reply.data for reply in replies], at)
            last = message.sequence
            if changed:  # what was said since is for the person who comes
                last = row.last_sequence
                drop_pending(sql, row.id)
            writing.done(**changed, taken_up_to=last)
            return True

        return await self._database.write(do)

    async def send_waiting_message(self, message: PendingMessage, at: datetime, reply: Reply) -> bool:
        this = (messages.c.conversation == message.conversation, messages.c.sequence == message.sequence)

        def do(sql: Connection) -> bool:
            row = conversation_row(sql, message.conversation, lock=True)
            told = (
                update(messages)
                .where(*this, messages.c.open, ~messages.c.waiting_message_sent)
                .values(waiting_message_sent=True)
            )
            if not sql.execute(told.values(waiting_message_sent=True)).rowcount:
                return False
            writing = Writing(sql, row.id, row.last_sequence, at, self._name, self._post)
            writing.reply(reply)
            writing.done()
            return True

        return await self._database.write(do)

    async def read(self, conversation: str, up_to: int) -> None:
        c = conversations.c
        query = update(conversations).where(c.id == conversation, c.read_up_to < up_to, c.last_sequence >= up_to)
        await self._database.write(lambda sql: sql.execute(query.values(read_up_to=up_to)))

    async def end(self, conversation: str, at: datetime, words: str) -> bool:
        def do(sql: Connection) -> bool:
            row = conversation_row(sql, conversation, lock=True)
            if row.ended_at is not None:
                return False
            writing = Writing(sql, conversation, row.last_sequence, at, self._name, self._post)
            writing.system(words)
            end_handover(sql, conversation, "ended", at)
            writing.done(ended_at=text_of(at), **changes(assignment_of(row).end(), None))
            note(sql, at, "person", "ended", conversation)
            return True

        return await self._database.write(do)

    async def erase(self, conversation: str, at: datetime) -> bool:
        return await self._database.write(lambda sql: erase_everywhere(sql, conversation, at, "person"))

    async def erase_older(self, than: datetime, at: datetime) -> int:
        if not await self._database.read(lambda sql: kept_long_enough(sql, than)):
            return 0  # the writer is not kept waiting for nothing
        return await self._database.write(lambda sql: erase_kept_long_enough(sql, than, at))

    async def erase_old_cases(self, than: datetime, at: datetime) -> int:
        if not await self._database.read(lambda sql: old_cases(sql, than)):
            return 0
        return await self._database.write(lambda sql: erase_old_cases(sql, than, at))

    async def erased(self, conversation: str) -> None:
        query = delete(erasures).where(erasures.c.conversation == conversation)
        await self._database.write(lambda sql: sql.execute(query))

    async def purge_deleted_data(self) -> bool:
        return await self._database.purge_deleted_data()


def _close(sql: Connection, message: PendingMessage) -> bool:
    return bool(sql.execute(_CLOSE, {"of": message.conversation, "at": message.sequence}).rowcount)
