"""The figures of the support team and of the assistant, over the last days."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from bot.storage.tables import case_notes, cases, conversations, handovers
from bot.storage.times import moment, text_of


@dataclass(frozen=True)
class Figures:
    """Times are in seconds; each table counts by name, the most frequent first. None: there is no data."""

    waiting: int
    longest_wait: float | None
    first_answer: float | None  # the median
    slow_answer: float | None  # the 90th percentile
    solved_rate: float | None  # of the assistant alone, from 0 to 1
    ends: dict[str, int] = field(default_factory=dict)  # of handovers
    outcomes: dict[str, int] = field(default_factory=dict)  # of cases
    reasons: dict[str, int] = field(default_factory=dict)
    topics: dict[str, int] = field(default_factory=dict)  # handed over
    remedies: dict[str, int] = field(default_factory=dict)  # the last one tried before
    ratings: dict[str, int] = field(default_factory=dict)
    not_understood: int = 0


def figures(sql: Connection, days: int, now: datetime) -> Figures:
    """Of what began in the last `days`."""
    since = text_of(now - timedelta(days=days))
    rows = sql.execute(select(handovers).where(handovers.c.queued_at >= since)).all()
    open_ones = select(handovers.c.queued_at).where(handovers.c.ended_at.is_(None), handovers.c.taken_at.is_(None))
    waits = [(now - moment(at)).total_seconds() for at in sql.execute(open_ones).scalars()]
    answers = sorted(
        (moment(row.first_reply_at) - moment(row.queued_at)).total_seconds() for row in rows if row.first_reply_at
    )
    outcomes = select(cases.c.outcome).where(cases.c.opened_at >= since)
    notes = _notes(sql, since)
    return Figures(
        len(waits),
        max(waits, default=None),
        _part(answers, 0.5),
        _part(answers, 0.9),
        _solved_rate(sql, since, notes),
        _counted(row.how or "open" for row in rows),
        _counted(outcome or "open" for outcome in sql.execute(outcomes).scalars()),
        _counted(row.reason for row in rows),
        _counted(row.topic for row in rows if row.topic),
        _counted(row.remedy for row in rows if row.remedy),
        _counted(str(data.get("rating")) for kind, _, data in notes if kind == "feedback"),
        sum(kind in ("not_understood", "proposed", "left_out") for kind, _, _ in notes),
    )


def _notes(sql: Connection, since: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Kind, conversation and content of what the assistant passed on."""
    n = case_notes.c
    query = select(n.kind, n.conversation, n.data).where(n.at >= since)
    return [(row.kind, row.conversation, json.loads(row.data)) for row in sql.execute(query)]


def _solved_rate(sql: Connection, since: str, notes: list[tuple[str, str, dict[str, Any]]]) -> float | None:
    """Conversations whose problem a step solved, of those that had a problem solved or a case."""
    solved = {conversation for kind, conversation, _ in notes if kind == "solved"}
    with_case = set(sql.execute(select(cases.c.conversation).where(cases.c.opened_at >= since)).scalars())
    everybody = solved | with_case
    return len(solved - with_case) / len(everybody) if everybody else None


def _part(ordered: list[float], part: float) -> float | None:
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else None


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(Counter(names).most_common())


def talked(sql: Connection, days: int, now: datetime) -> int:
    """Conversations that were opened in the last days."""
    since = text_of(now - timedelta(days=days))
    return int(sql.execute(select(func.count()).where(conversations.c.opened_at >= since)).scalar_one())
