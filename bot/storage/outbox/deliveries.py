"""Adds deliveries to the outbox, in the transaction that causes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, update

from bot.storage.outbox.outbox import WAITING
from bot.storage.tables.outbox import outbox


def add_delivery(
    sql: Connection,
    kind: str,
    conversation: str,
    body: Mapping[str, Any],
    at: datetime,
    case_number: str = "",
    sequence: int | None = None,
    due_at: datetime | None = None,
) -> None:
    """`body` can be JSON; `sequence` is that of the message, where it sends one."""
    row = {
        "kind": kind,
        "conversation": conversation,
        "case_number": case_number,
        "body": dict(body),
        "sequence": sequence,
        "created_at": at,
        "due_at": due_at or at,
    }
    sql.execute(insert(outbox).values(row))


def bring_forward(sql: Connection, kind: str, conversation: str, due_at: datetime) -> None:
    """Makes waiting deliveries due, so that new ones do not queue behind them."""
    later = (outbox.c.state == WAITING, outbox.c.due_at > due_at)
    same = (outbox.c.kind == kind, outbox.c.conversation == conversation)
    sql.execute(update(outbox).where(*same, *later).values(due_at=due_at))
