"""Computes the figures of the support team and the assistant for the last days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select

from bot.storage.queue.handovers import WAITING
from bot.storage.reports.counting import Counts, counted, in_bands, percentile
from bot.storage.reports.records import SolvedCounts, not_understood_since, ratings_since, solved_since
from bot.storage.tables.cases import cases
from bot.storage.tables.conversations import conversations
from bot.storage.tables.handovers import handovers


@dataclass(frozen=True)
class Figures:
    """Times are in seconds; each table counts by name, the most frequent first. None: there is no data."""

    waiting: int
    longest_wait: float | None
    first_answer: float | None  # the median
    slow_answer: float | None  # the 90th percentile
    solved_rate: float | None  # of the assistant alone, from 0 to 1
    handled: int = 0  # taken by an agent, and ended
    answers: Counts = field(default_factory=dict)  # first answers, by how long they took; the quickest first
    ends: Counts = field(default_factory=dict)  # of handovers
    outcomes: Counts = field(default_factory=dict)  # of cases
    reasons: Counts = field(default_factory=dict)
    topics: Counts = field(default_factory=dict)  # handed over
    topic_reasons: Counts = field(default_factory=dict)  # `topic: reason`
    remedies: Counts = field(default_factory=dict)  # the last one tried before
    remedy_reasons: Counts = field(default_factory=dict)  # `remedy: reason`
    solved: Counts = field(default_factory=dict)  # alone, or with_person
    ratings: Counts = field(default_factory=dict)
    not_understood: int = 0


def figures(sql: Connection, days: int, now: datetime) -> Figures:
    """Returns the figures of what began in the last `days`."""
    since = now - timedelta(days=days)
    rows = sql.execute(select(handovers).where(handovers.c.queued_at >= since)).all()
    waits = [(now - at).total_seconds() for at in sql.execute(select(handovers.c.queued_at).where(*WAITING)).scalars()]
    answers = sorted((row.first_reply_at - row.queued_at).total_seconds() for row in rows if row.first_reply_at)
    outcomes = select(cases.c.outcome).where(cases.c.opened_at >= since)
    solved = solved_since(sql, since)
    return Figures(
        waiting=len(waits),
        longest_wait=max(waits, default=None),
        first_answer=percentile(answers, 50),
        slow_answer=percentile(answers, 90),
        solved_rate=solved.rate,
        answers=in_bands(answers),
        outcomes=counted(outcome or "open" for outcome in sql.execute(outcomes).scalars()),
        solved=_counted_solved(solved),
        ratings=counted(ratings_since(sql, since)),
        not_understood=not_understood_since(sql, since),
        **_of_handovers(rows),
    )


def _of_handovers(rows: Sequence[Row[Any]]) -> dict[str, Any]:
    return {
        "handled": sum(bool(row.taken_at and row.ended_at) for row in rows),
        "ends": counted(row.ended_by or "open" for row in rows),
        "reasons": counted(row.reason for row in rows),
        "topics": counted(row.topic for row in rows if row.topic),
        "topic_reasons": counted(f"{row.topic}: {row.reason}" for row in rows if row.topic),
        "remedies": counted(row.remedy for row in rows if row.remedy),
        "remedy_reasons": counted(f"{row.remedy}: {row.reason}" for row in rows if row.remedy),
    }


def _counted_solved(solved: SolvedCounts) -> Counts:
    return {"alone": solved.alone, "with_person": solved.with_person} if solved.rate is not None else {}


def conversations_opened(sql: Connection, days: int, now: datetime) -> int:
    """Returns the number of conversations opened in the last days."""
    since = now - timedelta(days=days)
    return int(sql.execute(select(func.count()).where(conversations.c.opened_at >= since)).scalar_one())
