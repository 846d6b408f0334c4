"""Reads the state of deliveries for agents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, or_, select, update

from bot.conversations.outbox import DeliveryState, DeliveryStatus
from bot.storage.outbox.outbox import FAILED, WAITING
from bot.storage.tables.messages import messages
from bot.storage.tables.outbox import outbox


@dataclass(frozen=True, kw_only=True)
class UndeliveredMessage:
    """`can_retry`: the content is still stored, so that an agent can have it sent again."""

    id: int
    state: str
    error: str
    text: str
    can_retry: bool


def delivery_statuses(sql: Connection, conversation: str, *, only_cases: bool = False) -> list[DeliveryStatus]:
    """Returns the states, oldest first; `only_cases` leaves out messages to the person."""
    o = outbox.c
    query = select(outbox).where(o.conversation == conversation).order_by(o.id)
    return [_status_of(row) for row in sql.execute(query.where(o.sequence.is_(None)) if only_cases else query)]


def _status_of(row: Row[Any]) -> DeliveryStatus:
    return DeliveryStatus(
        id=row.id,
        kind=row.kind,
        case_number=row.case_number,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        created_at=row.created_at,
        due_at=row.due_at,
        done_at=row.done_at,
        error=row.error,
        receipt=row.receipt,
    )


def undelivered_messages(sql: Connection, conversation: str) -> list[UndeliveredMessage]:
    """Returns messages that did not reach the person: given up, returned, or not delivered yet."""
    o = outbox.c
    columns = (o.id, o.state, o.error, messages.c.text, (o.body != {}).label("can_retry"))
    its_message = (messages.c.conversation == o.conversation) & (messages.c.sequence == o.sequence)
    in_vain = or_(o.state == FAILED, (o.state == WAITING) & (o.attempts > 0))
    query = select(*columns).select_from(outbox.join(messages, its_message))
    rows = sql.execute(query.where(o.conversation == conversation, in_vain).order_by(o.id))
    return [
        UndeliveredMessage(id=row.id, state=row.state, error=row.error, text=row.text, can_retry=bool(row.can_retry))
        for row in rows
    ]


def retry_failed(sql: Connection, conversation: str, delivery_id: int, at: datetime) -> bool:
    """Queues a failed delivery again; returns whether it had failed."""
    this = (outbox.c.id == delivery_id, outbox.c.conversation == conversation, outbox.c.state == FAILED)
    again = {"state": WAITING, "attempts": 0, "due_at": at, "done_at": None}
    return bool(sql.execute(update(outbox).where(*this).values(again)).rowcount)
