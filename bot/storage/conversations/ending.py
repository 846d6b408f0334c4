"""Ends a conversation for the person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.conversations.message import Reply
from bot.storage.audit import add_audit_entry
from bot.storage.context import StoreContext
from bot.storage.conversations.assignment import assignment_of, columns_of
from bot.storage.conversations.row import locked_row
from bot.storage.queue.handovers import end_handover


def end_conversation(context: StoreContext, sql: Connection, conversation: str, at: datetime, words: str) -> bool:
    """Returns False if it had ended already. Raises Gone."""
    row = locked_row(sql, conversation)
    if row.ended_at is not None:
        return False
    transcript = context.transcript(sql, row, at)
    transcript.system_message(Reply(words))
    end_handover(sql, conversation, "ended", at)
    transcript.finish(ended_at=at, **columns_of(assignment_of(row).end(), None))
    add_audit_entry(sql, at, "person", "ended", conversation)
    return True
