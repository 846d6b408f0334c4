"""Closes the cases of a conversation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.conversations.assignment import WrongHolder
from bot.conversations.holder import Holder
from bot.storage.audit import add_audit_entry
from bot.storage.cases.changes import CaseChanged
from bot.storage.cases.lookup import open_case_numbers
from bot.storage.tables.cases import cases
from bot.storage.tables.conversations import conversations


def close_cases(sql: Connection, conversation: str, outcome: str, at: datetime, on_change: CaseChanged) -> None:
    """Closes all open cases of the conversation."""
    for case_number in open_case_numbers(sql, conversation):
        this = update(cases).where(cases.c.case_number == case_number)
        sql.execute(this.values(closed_at=at, outcome=outcome))
        on_change(sql, case_number, "closed", at)


def close_unassigned_cases(
    sql: Connection, conversation: str, login: str, outcome: str, at: datetime, on_change: CaseChanged
) -> None:
    """Closes the cases of a conversation without an agent, after an answer by email. Raises WrongHolder."""
    row = sql.execute(select(conversations).where(conversations.c.id == conversation).with_for_update()).first()
    if row and row.ended_at is None and row.holder != Holder.ASSISTANT.value:
        raise WrongHolder
    if open_case_numbers(sql, conversation):
        close_cases(sql, conversation, outcome, at, on_change)
        add_audit_entry(sql, at, login, f"case closed: {outcome}", conversation)
