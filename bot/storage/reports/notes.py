"""What the figures read in the assistant's notes: what it solved, what it did not understand, how it was rated."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import Connection, select

from bot.storage.tables.conversations import case_notes, cases, handovers

ASKED_ABOUT = ("not_understood", "proposed", "left_out")  # each began as not understood


@dataclass(frozen=True)
class Notes:
    ratings: list[str]
    not_understood: int


@dataclass(frozen=True)
class Solved:
    """Conversations that had a problem."""

    alone: int  # a step solved it, and no person was needed, before or after
    with_person: int

    @property
    def rate(self) -> float | None:
        everybody = self.alone + self.with_person
        return self.alone / everybody if everybody else None


def notes_since(sql: Connection, since: str) -> Notes:
    n = case_notes.c
    rated = select(n.data).where(n.at >= since, n.kind == "feedback")
    asked = select(n.id).where(n.at >= since, n.kind.in_(ASKED_ABOUT))
    return Notes([_rating(data) for data in sql.execute(rated).scalars()], len(sql.execute(asked).all()))


def _rating(data: str) -> str:
    content = json.loads(data)
    return str(content.get("rating") if isinstance(content, dict) else content)


def solved_since(sql: Connection, since: str) -> Solved:
    n = case_notes.c
    told = select(n.conversation).where(n.at >= since, n.kind == "solved")
    solved = set(sql.execute(told).scalars())
    opened = set(sql.execute(select(cases.c.conversation).where(cases.c.opened_at >= since)).scalars())
    needed: set[str] = set()
    for table in (cases, handovers):  # also before these days
        needed |= set(sql.execute(select(table.c.conversation).where(table.c.conversation.in_(told))).scalars())
    alone = solved - needed
    return Solved(len(alone), len((solved | opened) - alone))
