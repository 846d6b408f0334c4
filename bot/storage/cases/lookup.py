"""Finds cases: a conversation's own, its latest, and one that a person names in another conversation."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from bot.conversations.case_fields import CaseFields
from bot.storage.tables.assistant_records import assistant_records
from bot.storage.tables.cases import cases

MOST_GUESSES = 5  # of one conversation at somebody else's case


def own_case(sql: Connection, conversation: str, number: str) -> Row[Any] | None:
    """Returns the conversation's case; `number` is its own or the announced one."""
    c = cases.c
    either = or_(c.announced_number == number, c.case_number == number)
    return sql.execute(select(cases).where(c.conversation == conversation, either)).first()


def latest_case(sql: Connection, conversation: str) -> Row[Any] | None:
    latest = select(cases).where(cases.c.conversation == conversation).order_by(cases.c.opened_at.desc())
    return sql.execute(latest.limit(1)).first()


def has_email(sql: Connection, conversation: str, fields: CaseFields) -> bool:
    """Returns whether the latest case of the conversation can be answered by email."""
    case = latest_case(sql, conversation)
    return case is not None and bool(fields.addresses(case.data))


def open_case_numbers(sql: Connection, conversation: str) -> list[str]:
    mine = (cases.c.conversation == conversation, cases.c.closed_at.is_(None))
    return list(sql.execute(select(cases.c.case_number).where(*mine)).scalars())


def visible_case(
    sql: Connection, conversation: str, number: str, email: str | None, fields: CaseFields
) -> dict[str, Any] | None:
    """Returns a case that this conversation can see: its own, or one whose `email` was given; else None."""
    if own := own_case(sql, conversation, number):
        return dict(own.data)
    row = sql.execute(select(cases).where(cases.c.case_number == number)).first()
    if row is None or not email or _guesses(sql, conversation) >= MOST_GUESSES:
        return None
    given = email.casefold().encode()
    known = [address.casefold().encode() for address in fields.addresses(row.data)]
    return dict(row.data) if any(secrets.compare_digest(given, one) for one in known) else None


def _guesses(sql: Connection, conversation: str) -> int:
    r = assistant_records.c
    tried = select(func.count()).where(r.conversation == conversation, r.kind == "chaser")
    return int(sql.execute(tried).scalar_one())
