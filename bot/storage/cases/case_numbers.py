"""Assigns unique case numbers; each conversation has one reserved for its next case."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, select

from bot.storage.tables.cases import cases
from bot.storage.tables.conversations import conversations
from content.case_numbers import new_case_number


def free_case_number(sql: Connection, draw: Callable[[], str] = new_case_number) -> str:
    """Returns a number that is neither used nor reserved."""
    while True:
        case_number = draw()
        if is_free(sql, case_number, ""):
            return case_number


def is_free(sql: Connection, case_number: str, conversation: str) -> bool:
    """Returns whether the conversation can use the number: it is unused and not reserved by another."""
    if sql.execute(select(cases.c.case_number).where(cases.c.case_number == case_number)).first():
        return False
    reserved_for = select(conversations.c.id).where(conversations.c.reserved_case_number == case_number)
    return sql.execute(reserved_for).scalar() in (None, conversation)
