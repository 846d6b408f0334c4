"""Searches cases, labels and messages for the desk."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, cast, or_, select

from bot.storage.cases.reading import Case, case_of
from bot.storage.tables.cases import cases
from bot.storage.tables.handovers import handovers
from bot.storage.tables.labels import labels
from bot.storage.tables.messages import messages

MOST = 200  # of each kind


def conversations_matching(sql: Connection, query: str) -> set[str]:
    """Returns the desk's conversations that contain the words in a case, a label or a message."""
    in_labels = select(labels.c.conversation).where(labels.c.label.icontains(query, autoescape=True)).limit(MOST)
    in_messages = (
        select(messages.c.conversation)
        .where(messages.c.text.icontains(query, autoescape=True), _was_at_desk(messages.c.conversation))
        .limit(MOST)
    )
    in_cases = {case.conversation for case in cases_matching(sql, query)}
    return in_cases | set(sql.execute(in_labels).scalars()) | set(sql.execute(in_messages).scalars())


def cases_matching(sql: Connection, query: str) -> list[Case]:
    """Returns matching cases, latest first.

    The database searches the JSON as text; matches in field names only are removed here.
    """
    in_data = cast(cases.c.data, Text).icontains(query, autoescape=True)
    like = or_(in_data, cases.c.case_number.icontains(query, autoescape=True))
    rows = sql.execute(select(cases).where(like).order_by(cases.c.opened_at.desc()).limit(MOST)).all()
    return [case for case in map(case_of, rows) if _has(case, query.casefold())]


def _has(case: Case, wanted: str) -> bool:
    return any(wanted in str(value).casefold() for value in (case.conversation, *case.data.values()))


def _was_at_desk(conversation: Any) -> ColumnElement[bool]:
    waited, with_case = select(handovers.c.conversation), select(cases.c.conversation)
    return or_(conversation.in_(waited), conversation.in_(with_case))
