"""Lets agents take conversations: only one agent gets each, and the one that waits longest comes first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.conversations.assignment import Assignment
from bot.conversations.handover import Handover
from bot.conversations.holder import Holder
from bot.conversations.staff import AtCapacity, Staff
from bot.storage.agents.presence import active_count
from bot.storage.audit import add_audit_entry
from bot.storage.cases.lookup import latest_case, open_case_numbers
from bot.storage.context import StoreContext
from bot.storage.conversations.assignment import assignment_of, columns_of
from bot.storage.conversations.emergencies import seen_columns
from bot.storage.conversations.row import locked_row
from bot.storage.messages.pending import settle_all
from bot.storage.messages.transcript_writer import TranscriptWriter
from bot.storage.queue.handovers import change_open_handover, enter_queue, first_waiting
from bot.storage.tables.assistant_records import assistant_records

# Gets the transaction, the conversation's locked row, who holds it, and its transcript; gives the changes of the row.
Operation = Callable[[Connection, Row[Any], Assignment, TranscriptWriter], dict[str, Any]]


class SqlClaims:
    """Every method is one transaction and raises Gone, WrongHolder and Unavailable."""

    def __init__(self, context: StoreContext) -> None:
        self._context = context
        self._database = context.database
        self._queue = context.queue

    async def take(self, conversation: str, agent: Staff, at: datetime) -> None:
        """Takes it from the queue, or from the assistant if a case or emergency is open. Raises AtCapacity."""

        def operation(sql: Connection, row: Row[Any], held: Assignment, transcript: TranscriptWriter) -> dict[str, Any]:
            return self._take(sql, row, held, transcript, agent, at)

        await self._run(conversation, at, agent.login, "taken", operation)

    async def take_next(self, agent: Staff, at: datetime) -> str | None:
        """Takes the conversation that waits longest; returns None if none waits. Raises AtCapacity."""

        def do(sql: Connection) -> str | None:
            conversation = first_waiting(sql, agent.team)
            if conversation is None:
                return None
            row = locked_row(sql, conversation)
            transcript = self._context.transcript(sql, row, at)
            transcript.finish(**self._take(sql, row, assignment_of(row), transcript, agent, at))
            add_audit_entry(sql, at, agent.login, "taken", conversation)
            return conversation

        return await self._database.write(do)

    async def _run(self, conversation: str, at: datetime, who: str, what: str, operation: Operation) -> None:
        """Runs an operation in one audited transaction; writes nothing if it changes nothing."""

        def do(sql: Connection) -> None:
            row = locked_row(sql, conversation)
            transcript = self._context.transcript(sql, row, at)
            columns = operation(sql, row, assignment_of(row), transcript)
            if columns:
                transcript.finish(**columns)
                add_audit_entry(sql, at, who, what, conversation)

        await self._database.write(do)

    def _take(
        self,
        sql: Connection,
        row: Row[Any],
        held: Assignment,
        transcript: TranscriptWriter,
        agent: Staff,
        at: datetime,
    ) -> dict[str, Any]:
        if held.holder is Holder.ASSISTANT and not held.closed and _needs_agent(sql, row):
            held = held.hand_over()
            case = latest_case(sql, row.id)
            wanted = Handover(case_number=case.case_number if case else "", reason="desk")
            enter_queue(sql, row.id, wanted, at)
        after = held.take(agent.id)
        if after == held:
            return {}
        if active_count(sql, agent.id) >= agent.capacity and not row.emergency_at:
            raise AtCapacity
        change_open_handover(sql, row.id, taken_at=at, agent=agent.id)
        settle_all(sql, row.id)
        response = self._context.responses_for(transcript)
        transcript.system_message(response("utter_agent_joined", agent=agent.name))
        return {**columns_of(after, agent.name), "handled_up_to": row.last_sequence, **seen_columns(row, at)}


def _needs_agent(sql: Connection, row: Row[Any]) -> bool:
    """Returns whether there is an emergency, an open case, or a case that the person asked about."""
    if row.emergency_at or open_case_numbers(sql, row.id):
        return True
    r = assistant_records.c
    chased = select(r.conversation).where(r.conversation == row.id, r.kind == "chaser")
    return sql.execute(chased).first() is not None
