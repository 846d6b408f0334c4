"""Adds deliveries of cases to the outbox, in the transaction that changes the case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from bot.conversations.england import in_england
from bot.conversations.entry import Entry
from bot.storage.cases.changes import CaseChanged
from bot.storage.cases.lookup import latest_case
from bot.storage.cases.reading import case_of
from bot.storage.messages.transcript import every_entry
from bot.storage.outbox.deliveries import add_delivery
from bot.storage.tables.cases import cases

LONGEST_TRANSCRIPT = 200  # messages, the latest


def case_sender(kinds: Sequence[str]) -> CaseChanged:
    """Returns a function that adds one delivery for each kind, with the current case and the transcript."""

    def send(sql: Connection, case_number: str, what: str, at: datetime) -> None:
        row = sql.execute(select(cases).where(cases.c.case_number == case_number)).first()
        if row is None:
            return
        transcript = [_line(entry) for entry in every_entry(sql, row.conversation)[-LONGEST_TRANSCRIPT:]]
        body = {"what": what, "case": case_of(row).data, "transcript": transcript, "ticket": None}
        for kind in kinds:
            add_delivery(sql, kind, row.conversation, body, at, case_number)

    return send


def email_case(sql: Connection, conversation: str, at: datetime) -> None:
    """Sends the latest case of the conversation by email, at an agent's request."""
    case = latest_case(sql, conversation)
    if case is not None:
        case_sender(["email"])(sql, case.case_number, "amended", at)


def _line(entry: Entry) -> str:
    at = in_england(entry.sent_at)
    return f"{at:%d %B %H:%M}, {entry.name or entry.sender.value}: {entry.text}"
