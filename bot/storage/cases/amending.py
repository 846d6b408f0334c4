"""Amends and reopens cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, update

from bot.conversations.case_fields import CaseFields
from bot.storage.cases.lookup import own_case
from bot.storage.tables.cases import cases


def amend_case(sql: Connection, conversation: str, changes: Mapping[str, Any], fields: CaseFields) -> str | None:
    """Applies corrections; returns the case number, or None if the conversation has no such case."""
    row = own_case(sql, conversation, str(changes.get("case_number")))
    if row is None:
        return None
    data = {**row.data, **fields.amendments(changes)}
    sql.execute(update(cases).where(cases.c.case_number == row.case_number).values(data=data))
    return str(row.case_number)


def reopen_case(sql: Connection, case_number: str) -> None:
    sql.execute(update(cases).where(cases.c.case_number == case_number).values(closed_at=None, outcome=None))
