"""Reads the desk's lists of conversations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from bot.storage.conversations.emergencies import is_urgent
from bot.storage.conversations.search import cases_matching, conversations_matching
from bot.storage.conversations.summary import (
    ConversationSummary,
    of_latest_handover,
    summaries,
    summary_of_case,
    summary_query,
)
from bot.storage.tables.assistant_records import assistant_records
from bot.storage.tables.cases import cases
from bot.storage.tables.conversations import conversations
from bot.storage.tables.handovers import handovers

MOST = 200  # of a list


@dataclass(frozen=True)
class Selection:
    """A list of the desk: a condition that depends on the agent, and the order.

    `with_cases` adds open or closed cases whose messages have been deleted.
    """

    where: Callable[[int], ColumnElement[bool]]
    first_come: bool = False  # in the order of the queue, else the latest message first
    with_cases: Literal["open", "closed"] | None = None


_c = conversations.c


def list_conversations(sql: Connection, selection: Selection, agent: int, query: str = "") -> list[ConversationSummary]:
    """Returns a list, or with `query` a search of all conversations. Urgent ones come first."""
    these = summary_query().where(_c.id.in_(conversations_matching(sql, query)) if query else selection.where(agent))
    order = of_latest_handover("id").asc() if selection.first_come and not query else _c.last_message_at.desc()
    found = summaries(sql, sql.execute(these.order_by(order).limit(MOST)).all())
    if query:
        matching = [case.case_number for case in cases_matching(sql, query)]
        found += _erased(sql, cases.c.case_number.in_(matching))
    elif selection.with_cases:
        still_open = cases.c.closed_at.is_(None)
        found += _erased(sql, still_open if selection.with_cases == "open" else ~still_open)
    return sorted(found, key=lambda one: not one.is_urgent)


def is_waiting(_: int) -> ColumnElement[bool]:
    """Selects conversations in the queue, and emergencies that nobody has seen, even after the end."""
    return or_(and_(_c.ended_at.is_(None), _c.holder == "queue"), is_urgent())


def is_held_by(agent: int) -> ColumnElement[bool]:
    return and_(_c.ended_at.is_(None), _c.agent == agent)


def is_open(_: int) -> ColumnElement[bool]:
    return _is_open()


def is_closed(_: int) -> ColumnElement[bool]:
    return and_(_needed_desk(), ~_is_open())


def _is_open() -> ColumnElement[bool]:
    """Selects conversations with an open case, which is answered by email if the conversation has ended."""
    with_open_case = _c.id.in_(select(cases.c.conversation).where(cases.c.closed_at.is_(None)))
    needs_desk = or_(_c.holder != "assistant", _c.emergency_at.is_not(None), _chases())
    return or_(and_(_c.ended_at.is_(None), needs_desk), with_open_case)


def _needed_desk() -> ColumnElement[bool]:
    with_case, handed_over = select(cases.c.conversation), select(handovers.c.conversation)
    return or_(_c.id.in_(with_case), _c.id.in_(handed_over), _c.emergency_at.is_not(None), _chases())


def _chases() -> ColumnElement[bool]:
    """Selects conversations in which the person asked about a case."""
    chasers = select(assistant_records.c.conversation).where(assistant_records.c.kind == "chaser")
    return _c.id.in_(chasers)


def _erased(sql: Connection, which: ColumnElement[bool]) -> list[ConversationSummary]:
    """Returns cases whose conversation was erased by retention, latest first."""
    gone = select(cases).where(cases.c.conversation.not_in(select(_c.id)), which)
    rows = sql.execute(gone.order_by(cases.c.opened_at.desc()).limit(MOST)).all()
    return [summary_of_case(row) for row in rows]


def counts(sql: Connection, agent: int) -> dict[str, int]:
    """Returns how many conversations wait, are urgent, and are the agent's own."""
    here = select(func.count()).where(_c.ended_at.is_(None))
    return {
        "waiting": sql.execute(here.where(_c.holder == "queue")).scalar_one(),
        "urgent": sql.execute(select(func.count()).where(is_urgent())).scalar_one(),
        "mine": sql.execute(here.where(_c.agent == agent)).scalar_one(),
    }
