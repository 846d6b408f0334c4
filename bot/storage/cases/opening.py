"""Opens a case from what the assistant handed over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.storage.cases.case_numbers import free_case_number, is_free
from bot.storage.tables.cases import cases
from bot.storage.tables.conversations import conversations

LONGEST_NUMBER = 20  # characters


def open_case(sql: Connection, conversation: str, case: Mapping[str, Any], at: datetime) -> str:
    """Opens a case; returns its number, a new one if the announced one is in use. The same case is not opened twice."""
    announced = str(case["case_number"])[:LONGEST_NUMBER]
    if known := _number_of(sql, conversation, announced):
        return known
    case_number = announced if is_free(sql, announced, conversation) else free_case_number(sql)
    row = {
        "case_number": case_number,
        "announced_number": announced,
        "conversation": conversation,
        "opened_at": at,
        "data": {**case, "case_number": case_number},
    }
    sql.execute(insert(cases).values(row))
    this = update(conversations).where(conversations.c.id == conversation)
    sql.execute(this.values(reserved_case_number=free_case_number(sql)))
    return case_number


def _number_of(sql: Connection, conversation: str, announced: str) -> str | None:
    own = (cases.c.announced_number == announced, cases.c.conversation == conversation)
    found: str | None = sql.execute(select(cases.c.case_number).where(*own)).scalar()
    return found
