"""Who holds a conversation, between its row and the state machine, and what goes with a change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from bot.conversations.assignment import Assignment
from bot.conversations.entry import Sender
from bot.conversations.holder import Holder
from bot.storage.tables.conversations import cases, conversations, messages
from bot.storage.tables.desk import outbox
from bot.storage.times import text_of

PEOPLE = (Sender.PERSON.value, Sender.AGENT.value)
CaseChanged = Callable[[Connection, str, str, datetime], None]  # number, and "opened", "amended" or "closed"


def assignment_of(row: Row[Any]) -> Assignment:
    return Assignment(Holder(row.holder), row.agent, row.ended_at is not None)


def changes(after: Assignment, name: str | None) -> dict[str, Any]:
    return {"holder": after.holder.value, "agent": after.agent, "holder_name": name}


def drop_pending(sql: Connection, conversation: str) -> None:
    """What was asked before is not answered by the assistant any more."""
    mine = (messages.c.conversation == conversation, messages.c.open)
    sql.execute(update(messages).where(*mine).values(open=False))


def active_count(sql: Connection, agent: int) -> int:
    """How many conversations an agent holds."""
    mine = select(func.count()).where(conversations.c.agent == agent, conversations.c.ended_at.is_(None))
    return int(sql.execute(mine).scalar_one())


def tell_more(sql: Connection, conversation: str, at: datetime, tell: CaseChanged | None) -> None:
    """What was said since an open case was sent to other systems goes after it, where they answer it."""
    if tell is None:
        return
    open_cases = select(cases.c.number).where(cases.c.conversation == conversation, cases.c.closed_at.is_(None))
    for number in sql.execute(open_cases).scalars().all():
        its_parcels = (outbox.c.conversation == conversation, outbox.c.case_number == number)
        sent = select(func.max(outbox.c.made_at)).where(*its_parcels).scalar_subquery()
        said = (messages.c.conversation == conversation, messages.c.sender.in_(PEOPLE), messages.c.sent_at > sent)
        if sql.execute(select(messages.c.sequence).where(*said).limit(1)).first():
            tell(sql, number, "amended", at)


def close_cases(
    sql: Connection, conversation: str, outcome: str, at: datetime, tell: CaseChanged | None = None
) -> None:
    """All that are open; `tell` hears of each."""
    mine = (cases.c.conversation == conversation, cases.c.closed_at.is_(None))
    numbers = sql.execute(select(cases.c.number).where(*mine)).scalars().all()
    sql.execute(update(cases).where(*mine).values(closed_at=text_of(at), outcome=outcome))
    for number in numbers:
        if tell:
            tell(sql, number, "closed", at)
