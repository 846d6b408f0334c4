"""Reads the situation in which a message comes in, inside the transaction that stores it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, or_, select

from bot.conversations.decision import Situation
from bot.conversations.entry import Sender
from bot.conversations.holder import Holder
from bot.conversations.incoming import Choice
from bot.conversations.message_for_support import SupportMessageStep
from bot.storage import banner as notices
from bot.storage.messages.button_lookup import chosen
from bot.storage.tables.conversations import buttons, messages
from bot.storage.times import moment, text_of

_PERSON = messages.c.sender == Sender.PERSON.value
# What waits for an answer, and what the person said in the last minute.
_RECENT = (
    select(messages.c.sent_at, messages.c.open, messages.c.text, messages.c.sender)
    .where(
        messages.c.conversation == bindparam("conversation"),
        or_(messages.c.open, and_(_PERSON, messages.c.sent_at > bindparam("since"))),
    )
    .order_by(messages.c.sequence)
)


@dataclass(frozen=True)
class Found:
    """`banner` is the number of the latest; `nothing_waits` for an answer of the assistant."""

    situation: Situation
    banner: int
    nothing_waits: bool


def read_situation(sql: Connection, row: Row[Any], at: datetime, button: str | Choice | None) -> Found:
    """`row` is the conversation's."""
    a_minute_ago = text_of(at - timedelta(minutes=1))
    recent = sql.execute(_RECENT, {"conversation": row.id, "since": a_minute_ago}).all()
    own = [said for said in recent if said.sender == Sender.PERSON.value]
    soon = text_of(at + timedelta(minutes=1))  # what is later was said before a clock was set back
    times = [moment(said.sent_at) for said in own if a_minute_ago < said.sent_at < soon]
    notice = notices.read_notice(sql)
    token = chosen(sql, row.id, button) if isinstance(button, Choice) else button
    title, payload = _pressed(sql, row.id, token) if token else (None, None)
    situation = Situation(
        holder=Holder(row.holder),
        ended=row.ended_at is not None,
        in_last_minute=len(times),
        oldest_in_minute=max(0.0, (at - times[0]).total_seconds()) if times else 0.0,
        paused=notice.paused,
        banner=notice.banner if notice.number > row.banner else None,
        support_message_step=SupportMessageStep(row.support_message_step),
        waiting=tuple(said.text for said in own if said.open),
        title=title,
        payload=payload,
    )
    return Found(situation, notice.number, not any(said.open for said in recent))


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
