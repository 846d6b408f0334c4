"""Case numbers: no two cases have the same, and each conversation has one reserved for its next case."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, select

from bot.storage.tables.cases import cases
from bot.storage.tables.conversations import conversations
from content.case_numbers import new_case_number


def free_case_number(sql: Connection, draw: Callable[[], str] = new_case_number) -> str:
    """One that no case has and that is not reserved."""
    while True:
        case_number = draw()
        if is_free(sql, case_number, ""):
            return case_number


def is_free(sql: Connection, case_number: str, conversation: str) -> bool:
    """Whether a case of this conversation can have it: no case does, and no other conversation reserved it."""
    if sql.execute(select(cases.c.case_number).where(cases.c.case_number == case_number)).first():
        return False
    reserved_for = select(conversations.c.id).where(conversations.c.reserved_case_number == case_number)
    return sql.execute(reserved_for).scalar() in (None, conversation)
