"""Erasing: at once where the person asks, in time where nothing was said for long; cases stay longer."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import Connection, delete, exists, insert, select, update

from bot.storage.audit import note
from bot.storage.queue.waiting_room import end_handover
from bot.storage.tables.contacts import reached
from bot.storage.tables.conversations import cases, conversations, erasures, handovers
from bot.storage.tables.desk import labels, notes, outbox
from bot.storage.times import text_of

AT_ONCE = 100  # conversations or cases that were kept long enough
ALL_OF_IT = (cases, handovers, notes, labels, outbox, reached)  # beside what goes with the conversation
WORDS = ("words", "for_whom", "service", "summary")  # of a case: what goes with the conversation


def erase_everywhere(sql: Connection, conversation: str, at: datetime, who: str) -> bool:
    """With cases, notes and what waits to be delivered; the engine forgets it later. Whether there was anything."""
    found = sql.execute(delete(conversations).where(conversations.c.id == conversation)).rowcount
    for table in ALL_OF_IT:  # messages, buttons and case notes go by themselves
        found += sql.execute(delete(table).where(table.c.conversation == conversation)).rowcount
    if found:
        _engine_forgets(sql, conversation, at)
        note(sql, at, who, "erased", conversation)
    return bool(found)


def _engine_forgets(sql: Connection, conversation: str, at: datetime) -> None:
    if not sql.execute(select(erasures).where(erasures.c.conversation == conversation)).first():
        sql.execute(insert(erasures).values(conversation=conversation, at=text_of(at)))


def kept_long_enough(sql: Connection, than: datetime) -> list[str]:
    """Conversations whose last message is older, some of them."""
    old = select(conversations.c.id).where(conversations.c.last_at < text_of(than)).limit(AT_ONCE)
    return list(sql.execute(old).scalars())


def erase_kept_long_enough(sql: Connection, than: datetime, at: datetime) -> int:
    """The transcript goes, the case stays without the words; how many conversations."""
    old = kept_long_enough(sql, than)
    for conversation in old:
        end_handover(sql, conversation, "kept", at)
        has_case = _strip_cases(sql, conversation)
        sql.execute(delete(conversations).where(conversations.c.id == conversation))
        sql.execute(delete(outbox).where(outbox.c.conversation == conversation))
        if not has_case:
            for table in (notes, labels, reached):
                sql.execute(delete(table).where(table.c.conversation == conversation))
        _engine_forgets(sql, conversation, at)
        note(sql, at, "keeping", "erased", conversation)
    return len(old)


def _strip_cases(sql: Connection, conversation: str) -> bool:
    """Whether there is any case."""
    rows = sql.execute(select(cases.c.number, cases.c.data).where(cases.c.conversation == conversation)).all()
    for row in rows:
        data = {name: value for name, value in json.loads(row.data).items() if name not in WORDS}
        sql.execute(update(cases).where(cases.c.number == row.number).values(data=json.dumps(data)))
    return bool(rows)


def old_cases(sql: Connection, than: datetime) -> list[tuple[str, str]]:
    """Some of those that were opened before."""
    old = select(cases.c.number, cases.c.conversation).where(cases.c.opened_at < text_of(than)).limit(AT_ONCE)
    return [(row.number, row.conversation) for row in sql.execute(old)]


def erase_old_cases(sql: Connection, than: datetime, at: datetime) -> int:
    """Cases that were opened before, with all that belongs to them; how many."""
    rows = old_cases(sql, than)
    for number, conversation in rows:
        sql.execute(delete(cases).where(cases.c.number == number))
        if not sql.execute(select(cases.c.number).where(cases.c.conversation == conversation)).first():
            for table in (notes, labels, handovers, outbox):
                sql.execute(delete(table).where(table.c.conversation == conversation))
            gone = ~exists().where(conversations.c.id == conversation)
            sql.execute(delete(reached).where(reached.c.conversation == conversation, gone))
        note(sql, at, "keeping", "case erased", conversation, number)
    return len(rows)
