"""Which button a number means: of the message that offered it, or of what was offered last."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from bot.conversations.entry import Sender
from bot.conversations.incoming import Choice
from bot.storage.tables.conversations import buttons, messages
from bot.storage.tables.desk import outbox


def chosen(sql: Connection, conversation: str, choice: Choice) -> str | None:
    """The button's token; None where nothing was offered under that number, or an agent has spoken since: then a
    number answers them."""
    offered = _offered(sql, conversation, choice.receipt)
    if offered is None or _agent_spoke_since(sql, conversation, offered):
        return None
    those = select(buttons.c.token, buttons.c.title).where(
        buttons.c.conversation == conversation, buttons.c.sequence == offered
    )
    found = sql.execute(those.order_by(buttons.c.place)).all()
    if not 1 <= choice.number <= len(found):
        return None
    button = found[choice.number - 1]
    return str(button.token) if choice.title in ("", button.title) else None


def _offered(sql: Connection, conversation: str, receipt: str) -> int | None:
    """The sequence of the message that offers: the one that was delivered under that receipt, else the latest.

    A quick thumb may be before the receipt: the title then says enough.
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


def _agent_spoke_since(sql: Connection, conversation: str, sequence: int) -> bool:
    m = messages.c
    later = select(m.sequence).where(m.conversation == conversation, m.sequence > sequence)
    return sql.execute(later.where(m.sender == Sender.AGENT.value).limit(1)).first() is not None
