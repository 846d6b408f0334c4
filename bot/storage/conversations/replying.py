"""Stores the assistant's answer to a message and applies the data in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from bot.conversations.inbox import PendingMessage
from bot.conversations.message import Reply
from bot.storage.cases.reply_data import ReplyData
from bot.storage.context import StoreContext
from bot.storage.conversations.assignment import assignment_of
from bot.storage.conversations.row import locked_row
from bot.storage.messages.pending import mark_waiting_message_sent, settle, settle_all
from bot.storage.messages.transcript_writer import TranscriptWriter


def store_replies(
    context: StoreContext, sql: Connection, message: PendingMessage, at: datetime, replies: Sequence[Reply]
) -> bool:
    """Returns False if the message is no longer pending. Raises Gone."""
    row = locked_row(sql, message.conversation)
    if not settle(sql, message):
        return False
    transcript = context.transcript(sql, row, at)
    for reply in replies:
        transcript.assistant_reply(reply, reply_to=message.sequence)
    columns = carry_out(context, sql, row, transcript, [reply.data for reply in replies], at)
    handled = message.sequence
    if columns:  # later messages are for the agent
        handled = row.last_sequence
        settle_all(sql, row.id)
    transcript.finish(**columns, handled_up_to=handled)
    return True


def store_waiting_message(
    context: StoreContext, sql: Connection, message: PendingMessage, at: datetime, reply: Reply
) -> bool:
    """Stores the waiting message, once while the message is pending. Raises Gone."""
    row = locked_row(sql, message.conversation)
    if not mark_waiting_message_sent(sql, message):
        return False
    transcript = context.transcript(sql, row, at)
    transcript.assistant_reply(reply)
    transcript.finish()
    return True


def carry_out(
    context: StoreContext,
    sql: Connection,
    row: Row[Any],
    transcript: TranscriptWriter,
    data: Sequence[Mapping[str, Any]],
    at: datetime,
) -> dict[str, Any]:
    """Returns the changes of the conversation's row: it enters the queue if an agent is needed."""
    reply_data = ReplyData(sql, transcript, context.responses, context.case_fields, at)
    for one in data:
        reply_data.carry_out(one)
    transcript.flush()  # the transcript is sent with the case
    for case_number, what in reply_data.changed_cases.items():
        context.on_case_change(sql, case_number, what, at)
    if reply_data.handover is None:
        return {}
    return context.queue.join(sql, transcript, assignment_of(row), reply_data.handover, at)
