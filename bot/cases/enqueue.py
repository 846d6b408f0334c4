"""Puts what happened to a case into the outbox, in the transaction in which it happened."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from bot.conversations.england import in_england
from bot.conversations.entry import Entry
from bot.storage.messages.transcript import PAGE, entries_after
from bot.storage.outbox.outbox import put
from bot.storage.tables.conversations import cases

LONGEST_TRANSCRIPT = 200  # messages, the latest


def put_case(kinds: Sequence[str]) -> Callable[[Connection, str, str, datetime], None]:
    """For the inbox: one parcel for each of the kinds, with the case as it is now and what was said."""

    def putting(sql: Connection, number: str, what: str, at: datetime) -> None:
        row = sql.execute(select(cases).where(cases.c.number == number)).first()
        if row is None:
            return
        case = {**json.loads(row.data), "case_number": number, "outcome": row.outcome}
        body = {"what": what, "case": case, "transcript": _transcript(sql, row.conversation), "ticket": None}
        for kind in kinds:
            put(sql, kind, row.conversation, body, at, number)

    return putting


def send_case(sql: Connection, conversation: str, at: datetime) -> None:
    """The latest case of the conversation, by email, because an agent asks for it."""
    latest = select(cases.c.number).where(cases.c.conversation == conversation).order_by(cases.c.opened_at.desc())
    number = sql.execute(latest.limit(1)).scalar()
    if number:
        put_case(("email",))(sql, number, "amended", at)


def _transcript(sql: Connection, conversation: str) -> list[str]:
    entries: list[Entry] = []
    while True:
        more = entries_after(sql, conversation, entries[-1].sequence if entries else 0)
        entries = [*entries, *more][-LONGEST_TRANSCRIPT:]
        if len(more) < PAGE:
            return [_line(entry) for entry in entries]


def _line(entry: Entry) -> str:
    at = in_england(entry.sent_at)
    return f"{at:%d %B %H:%M}, {entry.name or entry.sender.value}: {entry.text}"
