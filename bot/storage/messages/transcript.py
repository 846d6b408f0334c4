"""Reads the messages of a conversation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.conversations.entry import Entry, OfferedButton, Sender
from bot.storage.tables.messages import buttons, messages

PAGE = 1000  # entries at once

_m, _b = messages.c, buttons.c
_LATER = (
    select(messages)
    .where(_m.conversation == bindparam("of"), _m.sequence > bindparam("after"))
    .order_by(_m.sequence)
    .limit(PAGE)
)
_OFFERED = (
    select(_b.sequence, _b.title, _b.token)
    .where(_b.conversation == bindparam("of"), _b.sequence > bindparam("after"), _b.sequence <= bindparam("until"))
    .order_by(_b.sequence, _b.position)
)


def entries_after(sql: Connection, conversation: str, after: int) -> list[Entry]:
    """Returns at most PAGE entries, in order."""
    these = {"of": conversation, "after": after}
    rows = sql.execute(_LATER, these).all()
    offered: dict[int, list[OfferedButton]] = defaultdict(list)
    if rows:
        for button in sql.execute(_OFFERED, {**these, "until": rows[-1].sequence}):
            offered[button.sequence].append(OfferedButton(title=button.title, token=button.token))
    return [entry_of(row._mapping, offered[row.sequence]) for row in rows]


def every_entry(sql: Connection, conversation: str) -> list[Entry]:
    """Yields the whole transcript, page by page."""
    found: list[Entry] = []
    while True:
        page = entries_after(sql, conversation, found[-1].sequence if found else 0)
        found += page
        if len(page) < PAGE:
            return found


def entry_of(row: Mapping[Any, Any], offered: Sequence[OfferedButton]) -> Entry:
    """`row` is a message's. An emergency is marked at the bot's answer, not at the person's message."""
    return Entry(
        sequence=row["sequence"],
        id=row["message_id"],
        sender=Sender(row["sender"]),
        name=row["name"],
        text=row["text"],
        sent_at=row["sent_at"],
        buttons=tuple(offered),
        emergency=row["emergency"] is not None and row["sender"] != Sender.PERSON.value,
    )
