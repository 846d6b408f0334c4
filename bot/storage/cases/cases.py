"""What the assistant passes on: cases, and what is added to them later."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from bot.storage.tables.conversations import case_notes, cases, conversations
from bot.storage.times import text_of
from content.case_numbers import new_case_number

NOT_SHOWN_AFTER = 5  # tries of one conversation to see a case
AMENDED = {"reference", "topic", "login_email", "contact_email", "for_whom"}


def keep_note(sql: Connection, conversation: str, kind: str, content: Any, at: datetime) -> None:
    row = {"conversation": conversation, "kind": kind, "at": text_of(at), "data": json.dumps(content)}
    sql.execute(insert(case_notes).values(row))


def keep_case(sql: Connection, conversation: str, case: Mapping[str, Any], at: datetime) -> str:
    """The number under which it is kept: another where somebody else's case has it. The same case again is one."""
    told = str(case["case_number"])[:20]
    own = select(cases.c.number).where(cases.c.told_number == told, cases.c.conversation == conversation)
    known: str | None = sql.execute(own).scalar()
    if known:
        return known
    number = told if _is_free(sql, told, conversation) else free_number(sql)
    data = json.dumps({**case, "case_number": number})
    row = {"number": number, "told_number": told, "conversation": conversation, "opened_at": text_of(at), "data": data}
    sql.execute(insert(cases).values(row))
    this = conversations.c.id == conversation
    sql.execute(update(conversations).where(this).values(reserved_number=free_number(sql)))
    return number


def free_number(sql: Connection, draw: Callable[[], str] = new_case_number) -> str:
    """One that no case has and that is not kept for one."""
    while True:
        number = draw()
        if _is_free(sql, number, ""):
            return number


def _is_free(sql: Connection, number: str, conversation: str) -> bool:
    if sql.execute(select(cases.c.number).where(cases.c.number == number)).first():
        return False
    kept_for = select(conversations.c.id).where(conversations.c.reserved_number == number)
    other = sql.execute(kept_for).scalar()
    return other is None or other == conversation


def amend_case(sql: Connection, conversation: str, changes: Mapping[str, Any]) -> str | None:
    """What the person corrected; the case's number, or None where there is no such case."""
    row = _own(sql, conversation, str(changes.get("case_number")))
    if row is None:
        return None
    data = {**json.loads(row.data), **{name: changes[name] for name in AMENDED & set(changes)}}
    sql.execute(update(cases).where(cases.c.number == row.number).values(data=json.dumps(data)))
    return str(row.number)


def _own(sql: Connection, conversation: str, number: str) -> Row[Any] | None:
    c = cases.c
    return sql.execute(
        select(cases).where(c.conversation == conversation, or_(c.told_number == number, c.number == number))
    ).first()


def reached_case(sql: Connection, conversation: str, number: str, email: str | None) -> dict[str, Any] | None:
    """The case of that number, from its own conversation or with an email given for it; else None."""
    own = _own(sql, conversation, number)
    if own is not None:
        return dict(json.loads(own.data))
    row = sql.execute(select(cases).where(cases.c.number == number)).first()
    if row is None or not email or _tries(sql, conversation) >= NOT_SHOWN_AFTER:
        return None
    data: dict[str, Any] = json.loads(row.data)
    known = {str(data.get(name) or "").casefold() for name in ("login_email", "contact_email")} - {""}
    given = email.casefold()
    return data if any(secrets.compare_digest(given.encode(), one.encode()) for one in known) else None


def _tries(sql: Connection, conversation: str) -> int:
    tried = select(func.count()).where(case_notes.c.conversation == conversation, case_notes.c.kind == "chaser")
    return int(sql.execute(tried).scalar_one())


def reopen(sql: Connection, number: str) -> None:
    sql.execute(update(cases).where(cases.c.number == number).values(closed_at=None, outcome=None))
