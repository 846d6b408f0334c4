"""Reads cases for the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.storage.tables.cases import cases


@dataclass(frozen=True)
class Case:
    """`data` has all fields of the case, with its number and outcome."""

    case_number: str
    conversation: str
    opened_at: datetime
    closed_at: datetime | None
    data: dict[str, Any]


def case_of(row: Row[Any]) -> Case:
    return Case(
        case_number=row.case_number,
        conversation=row.conversation,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        data={**row.data, "case_number": row.case_number, "outcome": row.outcome},
    )


def cases_of(sql: Connection, conversations: Sequence[str]) -> list[Case]:
    """Returns the cases, oldest first."""
    these = select(cases).where(cases.c.conversation.in_(conversations))
    return [case_of(row) for row in sql.execute(these.order_by(cases.c.opened_at, cases.c.case_number))]
