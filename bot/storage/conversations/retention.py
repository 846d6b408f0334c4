"""Erases old data: conversations some time after their last message, cases some time after they were opened."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from bot.conversations.case_fields import CaseFields
from bot.storage.audit import add_audit_entry
from bot.storage.conversations.erasing import erase_rows, request_erasure
from bot.storage.queue.handovers import end_handover
from bot.storage.tables.cases import cases
from bot.storage.tables.conversations import conversations
from bot.storage.tables.handovers import handovers
from bot.storage.tables.labels import labels
from bot.storage.tables.outbox import outbox
from bot.storage.tables.private_notes import private_notes

AT_ONCE = 100  # conversations or cases
# Tables that outlive an old conversation, and why.
KEPT_ALWAYS = {"handovers": "the figures count them; they have no words of anybody"}
KEPT_WITH_CASE = {
    "cases": "support answers them for longer; the fields that are not kept are erased",
    "private_notes": "they belong to the case",
    "labels": "they belong to the case",
    "contact_history": "a person's request to erase has to find the case",
}


def old_conversations(sql: Connection, than: datetime) -> list[str]:
    """Returns a batch of conversations whose last message is older."""
    old = select(conversations.c.id).where(conversations.c.last_message_at < than).limit(AT_ONCE)
    return list(sql.execute(old).scalars())


def erase_old_conversations(sql: Connection, than: datetime, at: datetime, fields: CaseFields) -> int:
    """Erases a batch; returns how many. A case is kept, without most of its fields."""
    old = old_conversations(sql, than)
    for conversation in old:
        end_handover(sql, conversation, "kept", at)
        has_case = _erase_fields(sql, conversation, fields)
        erase_rows(sql, conversation, {*KEPT_ALWAYS, *(KEPT_WITH_CASE if has_case else ())})
        request_erasure(sql, conversation, at)
        add_audit_entry(sql, at, "keeping", "erased", conversation)
    return len(old)


def _erase_fields(sql: Connection, conversation: str, fields: CaseFields) -> bool:
    """Returns whether there is any case."""
    rows = sql.execute(select(cases.c.case_number, cases.c.data).where(cases.c.conversation == conversation)).all()
    for row in rows:
        this = update(cases).where(cases.c.case_number == row.case_number)
        sql.execute(this.values(data=fields.kept(row.data)))
    return bool(rows)


def old_cases(sql: Connection, than: datetime) -> list[tuple[str, str]]:
    """Returns numbers and conversations of a batch of old cases."""
    old = select(cases.c.case_number, cases.c.conversation).where(cases.c.opened_at < than).limit(AT_ONCE)
    return [(row.case_number, row.conversation) for row in sql.execute(old)]


def erase_old_cases(sql: Connection, than: datetime, at: datetime) -> int:
    """Erases a batch; returns how many. What belonged to the last case of a conversation is erased with it."""
    rows = old_cases(sql, than)
    for case_number, conversation in rows:
        sql.execute(delete(cases).where(cases.c.case_number == case_number))
        if not sql.execute(select(cases.c.case_number).where(cases.c.conversation == conversation)).first():
            _erase_remains(sql, conversation)
        add_audit_entry(sql, at, "keeping", "case erased", conversation, case_number)
    return len(rows)


def _erase_remains(sql: Connection, conversation: str) -> None:
    """Erases what was kept for the last case; an existing conversation keeps the rest."""
    if sql.execute(select(conversations.c.id).where(conversations.c.id == conversation)).first() is None:
        erase_rows(sql, conversation)
        return
    for table in (private_notes, labels, handovers, outbox):
        sql.execute(delete(table).where(table.c.conversation == conversation))
