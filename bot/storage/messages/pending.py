"""Reads and closes messages that the assistant still has to answer."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select, update

from bot.conversations.inbox import PendingMessage
from bot.storage.tables.conversations import conversations
from bot.storage.tables.messages import messages

_PENDING = (
    select(messages, conversations.c.channel, conversations.c.language, conversations.c.reserved_case_number)
    .join(conversations, conversations.c.id == messages.c.conversation)
    .where(messages.c.conversation == bindparam("conversation"), messages.c.pending)
    .order_by(messages.c.sequence)
    .limit(2)
)
_THIS = (messages.c.conversation == bindparam("of"), messages.c.sequence == bindparam("at"), messages.c.pending)
_SETTLE = update(messages).where(*_THIS).values(pending=False)
_MARK_WAITING = update(messages).where(*_THIS, ~messages.c.waiting_message_sent).values(waiting_message_sent=True)


def conversations_with_pending(sql: Connection) -> list[str]:
    return list(sql.execute(select(messages.c.conversation).where(messages.c.pending).distinct()).scalars())


def next_pending(sql: Connection, conversation: str) -> PendingMessage | None:
    """Returns the first pending message."""
    rows = sql.execute(_PENDING, {"conversation": conversation}).all()
    if not rows:
        return None
    row = rows[0]
    return PendingMessage(
        conversation=conversation,
        sequence=row.sequence,
        message_id=row.message_id,
        text=row.text,
        payload=row.payload,
        channel=row.channel,
        at=row.sent_at,
        waiting_message_sent=row.waiting_message_sent,
        case_number=row.reserved_case_number,
        language=row.language,
        is_last=len(rows) == 1,
    )


def settle(sql: Connection, message: PendingMessage) -> bool:
    """Closes a message; returns False if it was closed already."""
    return bool(sql.execute(_SETTLE, {"of": message.conversation, "at": message.sequence}).rowcount)


def settle_all(sql: Connection, conversation: str) -> None:
    """Closes all messages of the conversation, which the assistant then does not answer."""
    mine = (messages.c.conversation == conversation, messages.c.pending)
    sql.execute(update(messages).where(*mine).values(pending=False))


def mark_waiting_message_sent(sql: Connection, message: PendingMessage) -> bool:
    """Returns False if it was sent already or the message is no longer pending."""
    return bool(sql.execute(_MARK_WAITING, {"of": message.conversation, "at": message.sequence}).rowcount)
