"""The core's inbox in SQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, delete, insert, select, update

from bot.conversations.decision import Decision, Situation
from bot.conversations.entry import Entry
from bot.conversations.holder import Holder
from bot.conversations.inbox import Accepted, News, Open, State
from bot.conversations.message import Reply
from bot.conversations.notice import Notice
from bot.conversations.refused import Gone
from bot.storage import notices
from bot.storage.cases import keep_case, keep_data
from bot.storage.database import Database
from bot.storage.situation import read_situation
from bot.storage.tables import audit, conversations, erasures, messages
from bot.storage.times import moment, text_of
from bot.storage.transcript import PAGE, Writing, entries_after

ERASED_AT_ONCE = 100  # conversations that were kept long enough


class SqlInbox:
    """`assistant_name` stands beside what the assistant says."""

    def __init__(self, database: Database, assistant_name: str) -> None:
        self._database = database
        self._name = assistant_name

    async def open(self, conversation: str, channel: str, at: datetime, greeting: Sequence[Reply]) -> None:
        def do(sql: Connection) -> None:
            now = text_of(at)
            # What the page shows above the conversation need not be said in it again.
            banner = notices.latest_banner(sql)[0]
            row = {"id": conversation, "channel": channel, "opened_at": now, "last_at": now, "banner": banner}
            sql.execute(insert(conversations).values(row))
            writing = Writing(sql, conversation, 0, at, self._name)
            for reply in greeting:
                writing.reply(reply)
            writing.done()

        await self._database.write(do)

    async def accept(
        self,
        conversation: str,
        number: str,
        at: datetime,
        button: str | None,
        decide: Callable[[Situation], Decision],
    ) -> Accepted:
        def do(sql: Connection) -> Accepted:
            row = _conversation(sql, conversation, lock=True)
            before = sql.execute(
                select(messages.c.sequence, messages.c.open).where(
                    messages.c.conversation == conversation, messages.c.number == number
                )
            ).first()
            if before:
                return Accepted(before.sequence, before.open, again=True)
            banner, situation = read_situation(sql, row, at, button)
            decision = decide(situation)
            return self._store(sql, row, number, at, decision, banner)

        return await self._database.write(do)

    def _store(
        self, sql: Connection, row: Row[tuple[object, ...]], number: str, at: datetime, decision: Decision, banner: int
    ) -> Accepted:
        writing = Writing(sql, row.id, row.last_sequence, at, self._name)
        if decision.settles_waiting:
            sql.execute(update(messages).where(messages.c.conversation == row.id, messages.c.open).values(open=False))
        sequence = writing.person(number, decision)
        for words in decision.system:
            writing.system(words)
        for place, reply in enumerate(decision.replies):  # the first says where help is
            writing.reply(reply, answers=sequence, emergency=decision.emergency if place == 0 else None)
        changed: dict[str, object] = {"leaving": decision.leaving.value, "banner": banner}
        if decision.settled:
            changed["taken_up_to"] = sequence
        writing.done(**changed)
        if decision.case:
            keep_case(sql, row.id, decision.case, at)
        return Accepted(sequence, not decision.settled)

    async def waiting(self) -> list[str]:
        query = select(messages.c.conversation).where(messages.c.open).distinct()
        return await self._database.read(lambda sql: list(sql.execute(query).scalars()))

    async def next_open(self, conversation: str) -> Open | None:
        query = (
            select(messages, conversations.c.channel)
            .join(conversations, conversations.c.id == messages.c.conversation)
            .where(messages.c.conversation == conversation, messages.c.open)
            .order_by(messages.c.sequence)
            .limit(1)
        )

        def do(sql: Connection) -> Open | None:
            row = sql.execute(query).first()
            if row is None:
                return None
            at = moment(row.sent_at)
            words = (row.number, row.text, row.payload, row.channel, at, row.told_to_wait)
            return Open(row.conversation, row.sequence, *words)

        return await self._database.read(do)

    async def answer(self, message: Open, at: datetime, replies: Sequence[Reply]) -> bool:
        def do(sql: Connection) -> bool:
            row = _conversation(sql, message.conversation, lock=True)
            if not _close(sql, message):
                return False
            writing = Writing(sql, row.id, row.last_sequence, at, self._name)
            for reply in replies:
                writing.reply(reply, answers=message.sequence)
                keep_data(sql, row.id, reply.data, at)
            writing.done(taken_up_to=message.sequence)
            return True

        return await self._database.write(do)

    async def tell_to_wait(self, message: Open, at: datetime, reply: Reply) -> bool:
        this = (messages.c.conversation == message.conversation, messages.c.sequence == message.sequence)

        def do(sql: Connection) -> bool:
            row = _conversation(sql, message.conversation, lock=True)
            told = update(messages).where(*this, messages.c.open, ~messages.c.told_to_wait).values(told_to_wait=True)
            if not sql.execute(told).rowcount:
                return False
            writing = Writing(sql, row.id, row.last_sequence, at, self._name)
            writing.reply(reply)
            writing.done()
            return True

        return await self._database.write(do)

    async def entries(self, conversation: str, after: int = 0) -> list[Entry]:
        def do(sql: Connection) -> list[Entry]:
            found = entries_after(sql, conversation, after)
            if not found:
                _conversation(sql, conversation)
            return found

        return await self._database.read(do)

    async def news(self, conversation: str, after: int) -> News:
        def do(sql: Connection) -> News:
            state, entries = _state(sql, conversation), entries_after(sql, conversation, after)
            return News(entries, len(entries) == PAGE, state, notices.read_notice(sql))

        return await self._database.read(do)

    async def state(self, conversation: str) -> State:
        return await self._database.read(lambda sql: _state(sql, conversation))

    async def read(self, conversation: str, up_to: int) -> None:
        c = conversations.c
        query = update(conversations).where(c.id == conversation, c.read_up_to < up_to, c.last_sequence >= up_to)
        await self._database.write(lambda sql: sql.execute(query.values(read_up_to=up_to)))

    async def end(self, conversation: str, at: datetime, words: str) -> bool:
        def do(sql: Connection) -> bool:
            row = _conversation(sql, conversation, lock=True)
            if row.ended_at is not None:
                return False
            writing = Writing(sql, conversation, row.last_sequence, at, self._name)
            writing.system(words)
            writing.done(ended_at=text_of(at))
            note(sql, at, "person", "ended", conversation)
            return True

        return await self._database.write(do)

    async def erase(self, conversation: str, at: datetime) -> bool:
        return await self._database.write(lambda sql: _erase(sql, conversation, at, "person"))

    async def erase_older(self, than: datetime, at: datetime) -> int:
        old = select(conversations.c.id).where(conversations.c.last_at < text_of(than)).limit(ERASED_AT_ONCE)

        def do(sql: Connection) -> int:
            return sum(_erase(sql, conversation, at, "keeping") for conversation in sql.execute(old).scalars().all())

        if not await self._database.read(lambda sql: sql.execute(old.limit(1)).first()):
            return 0  # the writer is not kept waiting for nothing
        return await self._database.write(do)

    async def to_erase(self) -> list[str]:
        return await self._database.read(lambda sql: list(sql.execute(select(erasures.c.conversation)).scalars()))

    async def erased(self, conversation: str) -> None:
        query = delete(erasures).where(erasures.c.conversation == conversation)
        await self._database.write(lambda sql: sql.execute(query))

    async def notice(self) -> Notice:
        return await self._database.read(notices.read_notice)

    async def ready(self) -> bool:
        return await self._database.read(lambda sql: sql.execute(select(1)).scalar() == 1)


def note(sql: Connection, at: datetime, who: str, what: str, conversation: str | None, details: str = "") -> None:
    """One row of the audit."""
    row = {"at": text_of(at), "who": who, "what": what, "conversation": conversation, "details": details}
    sql.execute(insert(audit).values(row))


def _conversation(sql: Connection, conversation: str, *, lock: bool = False) -> Row[tuple[object, ...]]:
    """Raises Gone. `lock`: nobody else changes it in this transaction (SQLite has one writer anyway)."""
    query = select(conversations).where(conversations.c.id == conversation)
    row = sql.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise Gone
    return row


def _state(sql: Connection, conversation: str) -> State:
    row = _conversation(sql, conversation)
    return State(Holder(row.holder), row.holder_name, row.ended_at is not None, row.taken_up_to, row.last_sequence)


def _erase(sql: Connection, conversation: str, at: datetime, who: str) -> bool:
    gone = sql.execute(delete(conversations).where(conversations.c.id == conversation)).rowcount
    if gone:  # messages, buttons and cases go with it
        sql.execute(insert(erasures).values(conversation=conversation, at=text_of(at)))
        note(sql, at, who, "erased", conversation)
    return bool(gone)


def _close(sql: Connection, message: Open) -> bool:
    this = (messages.c.conversation == message.conversation, messages.c.sequence == message.sequence)
    return bool(sql.execute(update(messages).where(*this, messages.c.open).values(open=False)).rowcount)
