"""Sends changed cases to other systems."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.conversations.entry import Sender
from bot.storage.cases.lookup import open_case_numbers
from bot.storage.tables.messages import messages
from bot.storage.tables.outbox import outbox

# Gets the case's number and what happened to it: "opened", "amended" or "closed". Within the same transaction.
CaseChanged = Callable[[Connection, str, str, datetime], None]
PEOPLE = (Sender.PERSON.value, Sender.AGENT.value)


def ignore_change(sql: Connection, case_number: str, what: str, at: datetime) -> None:
    """Does nothing; used if cases are not sent anywhere."""


def send_later_messages(sql: Connection, conversation: str, at: datetime, on_change: CaseChanged) -> None:
    """Sends what was written since an open case was sent, because the support team answers elsewhere."""
    for case_number in open_case_numbers(sql, conversation):
        its_deliveries = (outbox.c.conversation == conversation, outbox.c.case_number == case_number)
        sent = select(func.max(outbox.c.created_at)).where(*its_deliveries).scalar_subquery()
        m = messages.c
        later = (m.conversation == conversation, m.sender.in_(PEOPLE), m.sent_at > sent)
        if sql.execute(select(m.sequence).where(*later).limit(1)).first():
            on_change(sql, case_number, "amended", at)
