"""Reads the situation in which a message comes in, inside the transaction that stores it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.conversations.decision import Situation
from bot.conversations.entry import Sender
from bot.conversations.holder import Holder
from bot.conversations.incoming import Choice
from bot.conversations.leaving import Leaving
from bot.storage import notices
from bot.storage.choosing import chosen
from bot.storage.tables import buttons, messages
from bot.storage.times import moment, text_of


def read_situation(sql: Connection, row: Row[Any], at: datetime, button: str | Choice | None) -> tuple[int, Situation]:
    """With the number of the latest banner. `row` is the conversation's."""
    own = (messages.c.conversation == row.id, messages.c.sender == Sender.PERSON.value)
    recent = select(messages.c.sent_at).where(*own, messages.c.sent_at > text_of(at - timedelta(minutes=1)))
    times = [moment(sent) for sent in sql.execute(recent.order_by(messages.c.sequence)).scalars()]
    waiting = select(messages.c.text).where(*own, messages.c.open).order_by(messages.c.sequence)
    banner, text = notices.latest_banner(sql)
    token = chosen(sql, row.id, button) if isinstance(button, Choice) else button
    title, payload = _pressed(sql, row.id, token) if token else (None, None)
    return banner, Situation(
        holder=Holder(row.holder),
        ended=row.ended_at is not None,
        in_last_minute=len(times),
        oldest_in_minute=max(0.0, (at - times[0]).total_seconds()) if times else 0.0,
        paused=notices.is_paused(sql),
        banner=text if text and banner > row.banner else None,
        leaving=Leaving(row.leaving),
        waiting=tuple(sql.execute(waiting).scalars()),
        title=title,
        payload=payload,
    )


def _pressed(sql: Connection, conversation: str, token: str) -> tuple[str | None, str | None]:
    """Title and payload of a button that still holds: the person has said nothing since it was offered."""
    this = select(buttons).where(buttons.c.token == token, buttons.c.conversation == conversation)
    found = sql.execute(this).first()
    if found is None:
        return None, None
    later = select(messages.c.sequence).where(
        messages.c.conversation == conversation,
        messages.c.sender == Sender.PERSON.value,
        messages.c.sequence > found.sequence,
    )
    return (None, None) if sql.execute(later.limit(1)).first() else (found.title, found.payload)
