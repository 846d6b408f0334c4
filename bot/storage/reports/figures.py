"""The figures of the support team and of the assistant, over the last days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from bot.storage.reports.counting import Counts, counted, in_bands, part
from bot.storage.reports.notes import Solved, notes_since, solved_since
from bot.storage.tables.conversations import cases, conversations, handovers
from bot.storage.times import moment, text_of


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
    """Of what began in the last `days`."""
    since = text_of(now - timedelta(days=days))
    rows = sql.execute(select(handovers).where(handovers.c.queued_at >= since)).all()
    waits = _waits(sql, now)
    took = sorted(_between(row.queued_at, row.first_reply_at) for row in rows if row.first_reply_at)
    outcomes = select(cases.c.outcome).where(cases.c.opened_at >= since)
    notes, solved = notes_since(sql, since), solved_since(sql, since)
    return Figures(
        waiting=len(waits),
        longest_wait=max(waits, default=None),
        first_answer=part(took, 50),
        slow_answer=part(took, 90),
        solved_rate=solved.rate,
        handled=sum(bool(row.taken_at and row.ended_at) for row in rows),
        answers=in_bands(took),
        ends=counted(row.how or "open" for row in rows),
        outcomes=counted(outcome or "open" for outcome in sql.execute(outcomes).scalars()),
        reasons=counted(row.reason for row in rows),
        topics=counted(row.topic for row in rows if row.topic),
        topic_reasons=counted(f"{row.topic}: {row.reason}" for row in rows if row.topic),
        remedies=counted(row.remedy for row in rows if row.remedy),
        remedy_reasons=counted(f"{row.remedy}: {row.reason}" for row in rows if row.remedy),
        solved=_told_apart(solved),
        ratings=counted(notes.ratings),
        not_understood=notes.not_understood,
    )


def _waits(sql: Connection, now: datetime) -> list[float]:
    """Of those who wait now, however long ago they began."""
    open_ones = select(handovers.c.queued_at).where(handovers.c.ended_at.is_(None), handovers.c.taken_at.is_(None))
    return [(now - moment(at)).total_seconds() for at in sql.execute(open_ones).scalars()]


def _between(earlier: str, later: str) -> float:
    return (moment(later) - moment(earlier)).total_seconds()


def _told_apart(solved: Solved) -> Counts:
    return {"alone": solved.alone, "with_person": solved.with_person} if solved.rate is not None else {}


def talked(sql: Connection, days: int, now: datetime) -> int:
    """Conversations that were opened in the last days."""
    since = text_of(now - timedelta(days=days))
    return int(sql.execute(select(func.count()).where(conversations.c.opened_at >= since)).scalar_one())
