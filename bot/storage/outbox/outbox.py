"""The core's outbox in SQL."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, insert, select, update

from bot.conversations.outbox import Delivery, DeliveryState, DeliveryStatus
from bot.storage.database import Database
from bot.storage.tables.conversations import messages
from bot.storage.tables.desk import outbox
from bot.storage.times import moment, text_of

MOST_EARLY = 1000
LONGEST_IN_EMERGENCY = timedelta(seconds=60)  # between two tries, whatever else the pause would be
LONGEST = 300  # characters of a cause or a receipt
WAITING, DELIVERED, FAILED = (state.value for state in DeliveryState)


def put(
    sql: Connection,
    kind: str,
    conversation: str,
    body: Mapping[str, Any],
    at: datetime,
    case_number: str = "",
    sequence: int | None = None,
    due_at: datetime | None = None,
) -> None:
    """Within the transaction of what it is about, so that both are stored or neither; `body` can be JSON.

    `sequence` is that of the message, where the parcel holds one.
    """
    now, due = text_of(at), text_of(due_at or at)
    row = {"kind": kind, "conversation": conversation, "case_number": case_number, "body": json.dumps(body)}
    sql.execute(insert(outbox).values(row | {"sequence": sequence, "made_at": now, "due_at": due}))


def hurry(sql: Connection, kind: str, conversation: str, due_at: datetime) -> None:
    """What waits to be tried again for this conversation is tried then, so that nothing new waits behind it."""
    later = (outbox.c.state == WAITING, outbox.c.due_at > text_of(due_at))
    same = (outbox.c.kind == kind, outbox.c.conversation == conversation)
    sql.execute(update(outbox).where(*same, *later).values(due_at=text_of(due_at)))


def states_of(sql: Connection, conversation: str) -> list[DeliveryStatus]:
    """Of all its parcels, the first first."""
    query = select(outbox).where(outbox.c.conversation == conversation).order_by(outbox.c.id)
    return [_as_delivery(row) for row in sql.execute(query)]


def retry_failed(sql: Connection, parcel_id: int, at: datetime) -> bool:
    """A person wants it tried anew; whether it had failed."""
    failed = update(outbox).where(outbox.c.id == parcel_id, outbox.c.state == FAILED)
    return bool(sql.execute(failed.values(state=WAITING, tries=0, due_at=text_of(at), done_at=None)).rowcount)


class SqlOutbox:
    """What was erased meanwhile is let go without a word."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._early: dict[tuple[str, str], str] = {}  # what came back: by kind and receipt, its cause

    async def next_due(self, at: datetime, kinds: Sequence[str], besides: Sequence[int] = ()) -> Delivery | None:
        return await self._database.read(lambda sql: _next_due(sql, at, kinds, besides))

    async def callback(self, kind: str, receipt: str, at: datetime, error: str) -> None:
        """What counted as delivered did not arrive after all, as the other system says later."""
        this = (outbox.c.kind == kind, outbox.c.receipt == receipt, outbox.c.state == DELIVERED)
        failed = {"state": FAILED, "done_at": text_of(at), "error": error[:LONGEST]}
        if not await self._database.write(lambda sql: sql.execute(update(outbox).where(*this).values(failed)).rowcount):
            self._early[kind, receipt] = error  # told before the receipt was noted
            while len(self._early) > MOST_EARLY:
                del self._early[next(iter(self._early))]

    async def delivered(self, delivery: Delivery, at: datetime, receipt: str) -> None:
        """Its content is kept no longer: the other system has it."""
        done = {"state": DELIVERED, "done_at": text_of(at), "receipt": receipt[:LONGEST], "body": "{}", "error": ""}
        await self._change(delivery, done)
        if (delivery.kind, receipt) in self._early:
            await self.callback(delivery.kind, receipt, at, self._early.pop((delivery.kind, receipt)))

    async def try_again(self, delivery: Delivery, at: datetime, due_at: datetime, error: str) -> None:
        def do(sql: Connection) -> None:
            due = min(due_at, at + LONGEST_IN_EMERGENCY) if _emergency_waits(sql, delivery) else due_at
            _change(sql, delivery, {"due_at": text_of(due), "error": error[:LONGEST]})

        await self._database.write(do)

    async def give_up(self, delivery: Delivery, at: datetime, error: str) -> None:
        await self._change(delivery, {"state": FAILED, "done_at": text_of(at), "error": error[:LONGEST]})

    async def _change(self, delivery: Delivery, values: dict[str, str]) -> None:
        await self._database.write(lambda sql: _change(sql, delivery, values))


def _change(sql: Connection, delivery: Delivery, values: dict[str, str]) -> None:
    # SQLite gives the id of what was erased to the next one: the id alone could be another person's parcel.
    this = (outbox.c.id == delivery.id, outbox.c.conversation == delivery.conversation)
    same = (*this, outbox.c.made_at == text_of(delivery.made_at), outbox.c.state == WAITING)
    sql.execute(update(outbox).where(*same).values(**values, tries=delivery.tries + 1))


def _emergency_waits(sql: Connection, delivery: Delivery) -> bool:
    """It is one, or one waits behind it."""
    same = (outbox.c.kind == delivery.kind, outbox.c.conversation == delivery.conversation, outbox.c.state == WAITING)
    its_message = (messages.c.conversation == outbox.c.conversation, messages.c.sequence == outbox.c.sequence)
    urgent = select(outbox.c.id).join(messages, and_(*its_message)).where(*same, messages.c.emergency.is_not(None))
    return sql.execute(urgent.limit(1)).first() is not None


def _next_due(sql: Connection, at: datetime, kinds: Sequence[str], besides: Sequence[int]) -> Delivery | None:
    due = (outbox.c.state == WAITING, outbox.c.kind.in_(kinds), outbox.c.due_at <= text_of(at), ~_held_up())
    free = outbox.c.id.not_in(besides)
    row = sql.execute(select(outbox).where(*due, free).order_by(outbox.c.due_at, outbox.c.id).limit(1)).first()
    if row is None:
        return None
    content = (json.loads(row.body), row.tries, moment(row.made_at), _first_receipt(sql, row))
    return Delivery(row.id, row.kind, row.conversation, row.case_number, *content)


def _held_up() -> ColumnElement[bool]:
    """An earlier one of the same kind and conversation still waits."""
    earlier = outbox.alias()
    same = (earlier.c.kind == outbox.c.kind, earlier.c.conversation == outbox.c.conversation)
    return exists().where(*same, earlier.c.state == WAITING, earlier.c.id < outbox.c.id)


def _first_receipt(sql: Connection, row: Row[Any]) -> str:
    same = (outbox.c.kind == row.kind, outbox.c.conversation == row.conversation)
    case = (outbox.c.case_number == row.case_number, outbox.c.state == DELIVERED, outbox.c.id != row.id)
    query = select(outbox.c.receipt).where(*same, *case).order_by(outbox.c.id).limit(1)
    return sql.execute(query).scalar() or ""


def _as_delivery(row: Row[Any]) -> DeliveryStatus:
    times = (moment(row.made_at), moment(row.due_at), moment(row.done_at) if row.done_at else None)
    said = (row.error, row.receipt)
    return DeliveryStatus(row.id, row.kind, row.case_number, DeliveryState(row.state), row.tries, *times, *said)
