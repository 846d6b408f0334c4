"""Handovers in the store: entering the queue, the order of it, and leaving it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from bot.conversations.handover import Handover
from bot.storage.audit import add_audit_entry
from bot.storage.tables.handovers import handovers

RECENT = 20  # handled conversations on which an estimate rests
WAITING = (handovers.c.ended_at.is_(None), handovers.c.taken_at.is_(None))


def enter_queue(sql: Connection, conversation: str, wanted: Handover, at: datetime) -> None:
    """At the end of the queue."""
    row = {
        "conversation": conversation,
        "case_number": wanted.case_number,
        "reason": wanted.reason[:40],
        "topic": wanted.topic[:40],
        "remedy": wanted.remedy[:80],
        "queued_at": at,
    }
    sql.execute(insert(handovers).values(row))
    details = f"{wanted.case_number} {wanted.reason}".strip()
    add_audit_entry(sql, at, "assistant", "handed over", conversation, details)


def waiting_conversations(sql: Connection) -> list[str]:
    """The first to come first."""
    return list(sql.execute(select(handovers.c.conversation).where(*WAITING).order_by(handovers.c.id)).scalars())


def waiting_since_before(sql: Connection, at: datetime) -> list[str]:
    """Conversations that have waited longer than since then."""
    since = func.coalesce(handovers.c.waiting_since, handovers.c.queued_at)
    return list(sql.execute(select(handovers.c.conversation).where(*WAITING, since < at)).scalars())


def first_waiting(sql: Connection, team: str) -> str | None:
    """The conversation that waits longest for this team or for any; locked, so that no other agent takes it."""
    first = select(handovers.c.conversation).where(*WAITING, handovers.c.team.in_(("", team)))
    found: str | None = sql.execute(first.order_by(handovers.c.id).limit(1).with_for_update(skip_locked=True)).scalar()
    return found


def position_of(sql: Connection, conversation: str) -> int | None:
    """In the queue, from 1; None where the conversation does not wait."""
    mine = select(handovers.c.id).where(handovers.c.conversation == conversation, *WAITING)
    row_id = sql.execute(mine).scalar()
    if row_id is None:
        return None
    return int(sql.execute(select(func.count()).where(*WAITING, handovers.c.id < row_id)).scalar_one()) + 1


def change_open_handover(sql: Connection, conversation: str, **columns: Any) -> None:
    """The one that has not ended, if there is one."""
    mine = update(handovers).where(handovers.c.conversation == conversation, handovers.c.ended_at.is_(None))
    sql.execute(mine.values(columns))


def end_handover(sql: Connection, conversation: str, ended_by: str, at: datetime) -> None:
    change_open_handover(sql, conversation, ended_at=at, ended_by=ended_by)


def note_first_reply(sql: Connection, conversation: str, at: datetime) -> None:
    """The agent's first answer to this handover; later ones change nothing."""
    h = handovers.c
    mine = update(handovers).where(h.conversation == conversation, h.ended_at.is_(None), h.first_reply_at.is_(None))
    sql.execute(mine.values(first_reply_at=at))


def recent_handling_times(sql: Connection) -> tuple[float, ...]:
    """Seconds from taking a conversation to its end."""
    h = handovers.c
    done = select(h.taken_at, h.ended_at).where(h.taken_at.is_not(None), h.ended_at.is_not(None))
    rows = sql.execute(done.order_by(h.id.desc()).limit(RECENT)).all()
    return tuple((row.ended_at - row.taken_at).total_seconds() for row in rows)
