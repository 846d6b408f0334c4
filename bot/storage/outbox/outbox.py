"""Implements the core's outbox in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, select, update

from bot.conversations.outbox import Delivery, DeliveryState
from bot.storage.database import Database
from bot.storage.tables.messages import messages
from bot.storage.tables.outbox import outbox

MOST_EARLY = 1000
LONGEST_IN_EMERGENCY = timedelta(seconds=60)  # between two attempts, whatever else the pause would be
LONGEST = 300  # characters of a cause or a receipt
WAITING, DELIVERED, FAILED = (state.value for state in DeliveryState)


class SqlOutbox:
    """Ignores deliveries that were erased meanwhile."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._returned_early: dict[tuple[str, str], str] = {}  # by kind and receipt: the cause

    async def next_due(self, at: datetime, kinds: Sequence[str], besides: Sequence[int] = ()) -> Delivery | None:
        return await self._database.read(lambda sql: _next_due(sql, at, kinds, besides))

    async def mark_returned(self, kind: str, receipt: str, at: datetime, error: str) -> None:
        """Marks a delivered message as returned: the other system reported later that it did not arrive."""
        this = (outbox.c.kind == kind, outbox.c.receipt == receipt, outbox.c.state == DELIVERED)
        failed = {"state": FAILED, "done_at": at, "error": error[:LONGEST]}
        if not await self._database.write(lambda sql: sql.execute(update(outbox).where(*this).values(failed)).rowcount):
            self._returned_early[kind, receipt] = error  # before the receipt was stored
            while len(self._returned_early) > MOST_EARLY:
                del self._returned_early[next(iter(self._returned_early))]

    async def delivered(self, delivery: Delivery, at: datetime, receipt: str) -> None:
        """Marks a delivery as done and deletes its content."""
        done = {"state": DELIVERED, "done_at": at, "receipt": receipt[:LONGEST], "body": {}, "error": ""}
        await self._change(delivery, done)
        error = self._returned_early.pop((delivery.kind, receipt), None)
        if error is not None:
            await self.mark_returned(delivery.kind, receipt, at, error)

    async def try_again(self, delivery: Delivery, at: datetime, due_at: datetime, error: str) -> None:
        def do(sql: Connection) -> None:
            due = min(due_at, at + LONGEST_IN_EMERGENCY) if _emergency_waits(sql, delivery) else due_at
            _change(sql, delivery, {"due_at": due, "error": error[:LONGEST]})

        await self._database.write(do)

    async def give_up(self, delivery: Delivery, at: datetime, error: str) -> None:
        await self._change(delivery, {"state": FAILED, "done_at": at, "error": error[:LONGEST]})

    async def _change(self, delivery: Delivery, values: dict[str, Any]) -> None:
        await self._database.write(lambda sql: _change(sql, delivery, values))


def _change(sql: Connection, delivery: Delivery, values: dict[str, Any]) -> None:
    # SQLite gives the id of what was erased to the next one: the id alone could be another person's delivery.
    this = (outbox.c.id == delivery.id, outbox.c.conversation == delivery.conversation)
    same = (*this, outbox.c.created_at == delivery.created_at, outbox.c.state == WAITING)
    sql.execute(update(outbox).where(*same).values(**values, attempts=delivery.attempts + 1))


def _emergency_waits(sql: Connection, delivery: Delivery) -> bool:
    """It is one, or one waits behind it."""
    same = (outbox.c.kind == delivery.kind, outbox.c.conversation == delivery.conversation, outbox.c.state == WAITING)
    its_message = (messages.c.conversation == outbox.c.conversation, messages.c.sequence == outbox.c.sequence)
    urgent = select(outbox.c.id).join(messages, and_(*its_message)).where(*same, messages.c.emergency.is_not(None))
    return sql.execute(urgent.limit(1)).first() is not None


def _next_due(sql: Connection, at: datetime, kinds: Sequence[str], besides: Sequence[int]) -> Delivery | None:
    due = (outbox.c.state == WAITING, outbox.c.kind.in_(kinds), outbox.c.due_at <= at, ~_waits_behind_another())
    free = outbox.c.id.not_in(besides)
    row = sql.execute(select(outbox).where(*due, free).order_by(outbox.c.due_at, outbox.c.id).limit(1)).first()
    if row is None:
        return None
    return Delivery(
        id=row.id,
        kind=row.kind,
        conversation=row.conversation,
        case_number=row.case_number,
        body=row.body,
        attempts=row.attempts,
        created_at=row.created_at,
        first_receipt=_first_receipt(sql, row),
    )


def _waits_behind_another() -> ColumnElement[bool]:
    """Selects deliveries behind an earlier one of the same kind and conversation."""
    earlier = outbox.alias()
    same = (earlier.c.kind == outbox.c.kind, earlier.c.conversation == outbox.c.conversation)
    return exists().where(*same, earlier.c.state == WAITING, earlier.c.id < outbox.c.id)


def _first_receipt(sql: Connection, row: Row[Any]) -> str:
    same = (outbox.c.kind == row.kind, outbox.c.conversation == row.conversation)
    case = (outbox.c.case_number == row.case_number, outbox.c.state == DELIVERED, outbox.c.id != row.id)
    query = select(outbox.c.receipt).where(*same, *case).order_by(outbox.c.id).limit(1)
    return sql.execute(query).scalar() or ""
