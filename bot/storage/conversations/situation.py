"""Reads the situation in which a message arrives, inside the transaction that stores it."""

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
from bot.storage.banner import read_banner
from bot.storage.messages.button_lookup import pressed_button, token_of_choice
from bot.storage.tables.messages import messages
from content.phrases import phrases

MINUTE = timedelta(minutes=1)
_PERSON = messages.c.sender == Sender.PERSON.value
# What waits for an answer, and what the person wrote in the last minute.
_RECENT = (
    select(messages.c.sent_at, messages.c.pending, messages.c.text, messages.c.sender)
    .where(
        messages.c.conversation == bindparam("conversation"),
        or_(messages.c.pending, and_(_PERSON, messages.c.sent_at > bindparam("since"))),
    )
    .order_by(messages.c.sequence)
)


@dataclass(frozen=True)
class LoadedSituation:
    """`banner_id` is the latest banner's; `nothing_pending`: the assistant has no other message to answer."""

    situation: Situation
    banner_id: int
    nothing_pending: bool


def read_situation(sql: Connection, row: Row[Any], at: datetime, button: str | Choice | None) -> LoadedSituation:
    """`row` is the conversation's."""
    recent = sql.execute(_RECENT, {"conversation": row.id, "since": at - MINUTE}).all()
    own = [message for message in recent if message.sender == Sender.PERSON.value]
    # What is later than now was sent before a clock was set back.
    times = [message.sent_at for message in own if at - MINUTE < message.sent_at < at + MINUTE]
    banner = read_banner(sql)
    token = token_of_choice(sql, row.id, button) if isinstance(button, Choice) else button
    title, payload = pressed_button(sql, row.id, token) if token else (None, None)
    situation = Situation(
        holder=Holder(row.holder),
        ended=row.ended_at is not None,
        in_last_minute=len(times),
        oldest_in_minute=max(0.0, (at - times[0]).total_seconds()) if times else 0.0,
        paused=banner.paused,
        language=row.language,
        stop_words=phrases("handover", row.language).word_set("stop_waiting"),
        banner=banner.text if banner.id > row.banner_shown else None,
        support_message_step=SupportMessageStep(row.support_message_step),
        waiting=tuple(message.text for message in own if message.pending),
        title=title,
        payload=payload,
    )
    nothing_pending = not any(message.pending for message in recent)
    return LoadedSituation(situation=situation, banner_id=banner.id, nothing_pending=nothing_pending)
