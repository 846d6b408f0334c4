"""Reads the assistant's records for the figures: solved problems, messages not understood, and ratings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from bot.storage.tables.assistant_records import assistant_records
from bot.storage.tables.cases import cases
from bot.storage.tables.handovers import handovers

NOT_UNDERSTOOD = ("not_understood", "proposed", "left_out")  # each began as not understood


@dataclass(frozen=True)
class SolvedCounts:
    """The number of conversations that had a problem."""

    alone: int  # a step solved it, and no agent was needed, before or after
    with_person: int

    @property
    def rate(self) -> float | None:
        everybody = self.alone + self.with_person
        return self.alone / everybody if everybody else None


def ratings_since(sql: Connection, since: datetime) -> list[str]:
    r = assistant_records.c
    rated = select(r.data).where(r.at >= since, r.kind == "feedback")
    return [_rating(data) for data in sql.execute(rated).scalars()]


def _rating(data: Any) -> str:
    return str(data.get("rating") if isinstance(data, dict) else data)


def not_understood_since(sql: Connection, since: datetime) -> int:
    r = assistant_records.c
    return int(sql.execute(select(func.count()).where(r.at >= since, r.kind.in_(NOT_UNDERSTOOD))).scalar_one())


def solved_since(sql: Connection, since: datetime) -> SolvedCounts:
    r = assistant_records.c
    recorded = select(r.conversation).where(r.at >= since, r.kind == "solved")
    solved = set(sql.execute(recorded).scalars())
    opened = set(sql.execute(select(cases.c.conversation).where(cases.c.opened_at >= since)).scalars())
    needed_agent: set[str] = set()
    for table in (cases, handovers):  # also before these days
        query = select(table.c.conversation).where(table.c.conversation.in_(recorded))
        needed_agent |= set(sql.execute(query).scalars())
    alone = solved - needed_agent
    return SolvedCounts(alone=len(alone), with_person=len((solved | opened) - alone))
