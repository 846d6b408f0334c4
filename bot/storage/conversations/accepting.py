"""Stores a person's message and the decision about it, in one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from bot.conversations.decision import Decision
from bot.conversations.handover import HANDOVER
from bot.conversations.holder import Holder
from bot.conversations.inbox import AcceptedMessage, PendingMessage
from bot.conversations.message import Reply
from bot.storage.audit import add_audit_entry
from bot.storage.cases.changes import send_later_messages
from bot.storage.context import StoreContext
from bot.storage.conversations.assignment import assignment_of
from bot.storage.conversations.replying import carry_out
from bot.storage.conversations.situation import LoadedSituation
from bot.storage.messages.pending import settle_all
from bot.storage.messages.transcript_writer import TranscriptWriter
from bot.storage.tables.messages import messages

_CAME_BEFORE = select(messages.c.sequence, messages.c.pending).where(
    messages.c.conversation == bindparam("conversation"), messages.c.message_id == bindparam("message_id")
)


def accepted_before(sql: Connection, conversation: str, message_id: str) -> AcceptedMessage | None:
    """Returns the result of the first time if the message has been stored already."""
    before = sql.execute(_CAME_BEFORE, {"conversation": conversation, "message_id": message_id}).first()
    return AcceptedMessage(sequence=before.sequence, pending=before.pending, again=True) if before else None


def store_message(
    context: StoreContext,
    sql: Connection,
    row: Row[Any],
    message_id: str,
    at: datetime,
    decision: Decision,
    found: LoadedSituation,
) -> AcceptedMessage:
    """`row` is the conversation's, locked."""
    transcript = context.transcript(sql, row, at)
    if decision.settles_waiting:
        settle_all(sql, row.id)
    sequence = _write(transcript, message_id, decision)
    columns = _columns(row, decision, found, sequence, at) | _consequences(context, sql, row, transcript, decision, at)
    transcript.finish(**columns)
    for_worker = not decision.settled and found.nothing_pending
    return AcceptedMessage(
        sequence=sequence,
        pending=not decision.settled,
        holder_changed="holder" in columns,
        message=_pending(row, sequence, message_id, at, decision) if for_worker else None,
    )


def _consequences(
    context: StoreContext,
    sql: Connection,
    row: Row[Any],
    transcript: TranscriptWriter,
    decision: Decision,
    at: datetime,
) -> dict[str, Any]:
    """Returns the changes of the conversation's row if a case opens or the person stops waiting."""
    columns: dict[str, Any] = {}
    if decision.emergency:
        # The audit outlives everything: it does not say of which kind.
        add_audit_entry(sql, at, "assistant", "emergency", row.id)
    if decision.case:
        columns |= carry_out(context, sql, row, transcript, [{HANDOVER: decision.case}], at)
    if decision.stops_waiting:
        columns |= context.queue.leave(sql, transcript, assignment_of(row), at)
        send_later_messages(sql, row.id, at, context.on_case_change)
    return columns


def _write(transcript: TranscriptWriter, message_id: str, decision: Decision) -> int:
    """The sequence of the person's message. What follows it was said by the bot itself."""
    sequence = transcript.person_message(message_id, decision)
    for text in decision.system:
        transcript.system_message(Reply(text))
    for position, reply in enumerate(decision.replies):  # in an emergency the first says where help is
        transcript.assistant_reply(reply, reply_to=sequence, emergency=decision.emergency if position == 0 else None)
    return sequence


def _columns(row: Row[Any], decision: Decision, found: LoadedSituation, sequence: int, at: datetime) -> dict[str, Any]:
    """Returns the changes of the conversation's row."""
    columns: dict[str, Any] = {"support_message_step": decision.support_message_step.value}
    if decision.system or found.situation.banner is None:  # else it is shown with the next answer
        columns["banner_shown"] = found.banner_id
    if decision.settled and (row.holder == Holder.ASSISTANT.value or decision.stops_waiting):
        columns["handled_up_to"] = sequence  # in the queue and with an agent only once somebody has read it
    if decision.emergency:
        columns |= {"emergency": decision.emergency, "emergency_at": at, "emergency_seen_at": None}
    return columns


def _pending(row: Row[Any], sequence: int, message_id: str, at: datetime, decision: Decision) -> PendingMessage:
    """Returns the message as the store would give it to the worker."""
    return PendingMessage(
        conversation=row.id,
        sequence=sequence,
        message_id=message_id,
        text=decision.text,
        payload=decision.payload,
        channel=row.channel,
        at=at,
        waiting_message_sent=False,
        case_number=row.reserved_case_number,
        language=row.language,
        is_last=True,
    )
