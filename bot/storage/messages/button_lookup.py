"""Finds the button that a person pressed, by its token or by its position."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from bot.conversations.entry import Sender
from bot.conversations.incoming import Choice
from bot.storage.tables.messages import buttons, messages
from bot.storage.tables.outbox import outbox


def token_of_choice(sql: Connection, conversation: str, choice: Choice) -> str | None:
    """Returns the token of the button at that position.

    None if there is none, or if an agent has written since: then a number is an answer to the agent.
    """
    offered = _offering_message(sql, conversation, choice.receipt)
    if offered is None or _has_later(sql, conversation, offered, Sender.AGENT):
        return None
    those = select(buttons.c.token, buttons.c.title).where(
        buttons.c.conversation == conversation, buttons.c.sequence == offered
    )
    found = sql.execute(those.order_by(buttons.c.position)).all()
    if not 1 <= choice.position <= len(found):
        return None
    button = found[choice.position - 1]
    return str(button.token) if choice.title in ("", button.title) else None


def pressed_button(sql: Connection, conversation: str, token: str) -> tuple[str | None, str | None]:
    """Returns title and payload of a valid button: the person has written nothing since it was offered."""
    this = select(buttons).where(buttons.c.token == token, buttons.c.conversation == conversation)
    button = sql.execute(this).first()
    if button is None or _has_later(sql, conversation, button.sequence, Sender.PERSON):
        return None, None
    return button.title, button.payload


def _offering_message(sql: Connection, conversation: str, receipt: str) -> int | None:
    """Returns the sequence of the message with that receipt, or of the latest message with buttons.

    A person can press a button before the receipt is stored; then the title has to match.
    """
    if receipt:
        sent = select(outbox.c.sequence).where(outbox.c.conversation == conversation, outbox.c.receipt == receipt)
        found: int | None = sql.execute(sent.limit(1)).scalar()
        if found is not None:
            return found
    latest: int | None = sql.execute(
        select(func.max(buttons.c.sequence)).where(buttons.c.conversation == conversation)
    ).scalar()
    return latest


def _has_later(sql: Connection, conversation: str, sequence: int, sender: Sender) -> bool:
    m = messages.c
    later = select(m.sequence).where(m.conversation == conversation, m.sequence > sequence, m.sender == sender.value)
    return sql.execute(later.limit(1)).first() is not None
