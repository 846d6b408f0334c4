"""Stores handovers: entering the queue, its order, and leaving it."""

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
    """Adds the conversation at the end of the queue."""
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
    """Returns the conversations in the order of the queue."""
    return list(sql.execute(select(handovers.c.conversation).where(*WAITING).order_by(handovers.c.id)).scalars())


def waiting_since_before(sql: Connection, at: datetime) -> list[str]:
    """Returns the conversations that have waited since before that time."""
    since = func.coalesce(handovers.c.waiting_since, handovers.c.queued_at)
    return list(sql.execute(select(handovers.c.conversation).where(*WAITING, since < at)).scalars())


def first_waiting(sql: Connection, team: str) -> str | None:
    """Returns the conversation that has waited longest for this team or any team, and locks it."""
    first = select(handovers.c.conversation).where(*WAITING, handovers.c.team.in_(("", team)))
    found: str | None = sql.execute(first.order_by(handovers.c.id).limit(1).with_for_update(skip_locked=True)).scalar()
    return found


def position_of(sql: Connection, conversation: str) -> int | None:
    """Returns the position in the queue, from 1; None if the conversation does not wait."""
    mine = select(handovers.c.id).where(handovers.c.conversation == conversation, *WAITING)
    row_id = sql.execute(mine).scalar()
    if row_id is None:
        return None
    return int(sql.execute(select(func.count()).where(*WAITING, handovers.c.id < row_id)).scalar_one()) + 1


def change_open_handover(sql: Connection, conversation: str, **columns: Any) -> None:
    """Changes the handover that has not ended, if there is one."""
    mine = update(handovers).where(handovers.c.conversation == conversation, handovers.c.ended_at.is_(None))
    sql.execute(mine.values(columns))


def end_handover(sql: Connection, conversation: str, ended_by: str, at: datetime) -> None:
    change_open_handover(sql, conversation, ended_at=at, ended_by=ended_by)


def note_first_reply(sql: Connection, conversation: str, at: datetime) -> None:
    """Records the time of the agent's first reply; later replies change nothing."""
    h = handovers.c
    mine = update(handovers).where(h.conversation == conversation, h.ended_at.is_(None), h.first_reply_at.is_(None))
    sql.execute(mine.values(first_reply_at=at))


def recent_handling_times(sql: Connection) -> tuple[float, ...]:
    """Returns the seconds from taking a conversation to its end, for recent conversations."""
    h = handovers.c
    done = select(h.taken_at, h.ended_at).where(h.taken_at.is_not(None), h.ended_at.is_not(None))
    rows = sql.execute(done.order_by(h.id.desc()).limit(RECENT)).all()
    return tuple((row.ended_at - row.taken_at).total_seconds() for row in rows)
