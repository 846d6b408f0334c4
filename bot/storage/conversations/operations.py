"""What agents do with a conversation, in SQL: each operation is one transaction and writes one audit entry."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.conversations.assignment import Assignment, NotYours
from bot.conversations.handover import GIVEN_BACK, GIVEN_BACK_SETTLED
from bot.conversations.staff import AgentUnavailable, Closing, Staff
from bot.storage.agents.presence import active_count, is_present
from bot.storage.audit import add_audit_entry
from bot.storage.cases.changes import send_later_messages
from bot.storage.cases.closing import close_cases
from bot.storage.conversations.assignment import assignment_of, columns_of
from bot.storage.conversations.row import locked_row
from bot.storage.conversations.timeouts import SqlTimeouts
from bot.storage.messages.pending import settle_all
from bot.storage.messages.transcript_writer import TranscriptWriter
from bot.storage.queue.handovers import change_open_handover, end_handover, note_first_reply
from bot.storage.tables.messages import messages


class SqlOperations(SqlTimeouts):
    """Every method raises Gone, WrongHolder and Unavailable."""

    async def reply(self, conversation: str, agent: Staff, message_id: str, text: str, at: datetime) -> int:
        """Stores the agent's message; returns its sequence. The same id again changes nothing. Raises NotYours."""

        def do(sql: Connection) -> int:
            row = locked_row(sql, conversation)
            this = (messages.c.conversation == conversation, messages.c.message_id == message_id)
            before = sql.execute(select(messages.c.sequence).where(*this)).scalar()
            if before is not None:
                return int(before)
            held = assignment_of(row)
            if held.closed or held.agent != agent.id:
                raise NotYours
            transcript = self._context.transcript(sql, row, at)
            sequence = transcript.agent_message(message_id, agent.name, text)
            transcript.finish(handled_up_to=row.last_sequence)
            note_first_reply(sql, conversation, at)
            add_audit_entry(sql, at, agent.login, "replied", conversation)
            return sequence

        return await self._database.write(do)

    async def pass_to(self, conversation: str, agent: Staff, other: Staff, at: datetime) -> None:
        """Passes the conversation to a colleague. Raises AgentUnavailable."""

        def operation(sql: Connection, row: Row[Any], held: Assignment, transcript: TranscriptWriter) -> dict[str, Any]:
            after = held.pass_to(agent.id, other.id)
            if not is_present(sql, other.id, at) or active_count(sql, other.id) >= other.capacity:
                raise AgentUnavailable
            change_open_handover(sql, conversation, agent=other.id)
            response = self._context.responses_for(transcript)
            transcript.system_message(response("utter_agent_changed", agent=other.name))
            return columns_of(after, other.name)

        await self._run(conversation, at, agent.login, f"passed to {other.login}", operation)

    async def pass_on(self, conversation: str, agent: Staff, team: str, at: datetime) -> None:
        """Returns the conversation to its old place in the queue, for a team or, if `team` is empty, for anybody."""

        def operation(sql: Connection, row: Row[Any], held: Assignment, transcript: TranscriptWriter) -> dict[str, Any]:
            return self._return_to_queue(sql, held.pass_on(agent.id), transcript, team, at)

        await self._run(conversation, at, agent.login, f"passed on to {team or 'anybody'}", operation)

    async def release(self, conversation: str, who: Staff, at: datetime) -> None:
        """Does what `pass_on` does, instead of the agent who holds the conversation."""

        def operation(sql: Connection, row: Row[Any], held: Assignment, transcript: TranscriptWriter) -> dict[str, Any]:
            return self._return_to_queue(sql, held.pass_on(held.agent or 0), transcript, "", at)

        await self._run(conversation, at, who.login, "put back into the queue", operation)

    def _return_to_queue(
        self, sql: Connection, after: Assignment, transcript: TranscriptWriter, team: str, at: datetime
    ) -> dict[str, Any]:
        conversation = transcript.conversation
        change_open_handover(sql, conversation, agent=None, taken_at=None, team=team, waiting_since=at)
        transcript.system_message(self._context.responses_for(transcript)("utter_passed_on"))
        return columns_of(after, None)

    async def give_back(self, conversation: str, agent: Staff, at: datetime, *, settled: bool) -> None:
        """Returns the conversation to the assistant, which is told the result but not the messages."""

        def operation(sql: Connection, row: Row[Any], held: Assignment, transcript: TranscriptWriter) -> dict[str, Any]:
            after = held.give_back(agent.id)
            end_handover(sql, conversation, "given_back", at)
            if settled:
                close_cases(sql, conversation, "settled", at, self._context.on_case_change)
            else:
                send_later_messages(sql, conversation, at, self._context.on_case_change)
            settle_all(sql, conversation)
            text = self._context.responses_for(transcript)("utter_given_back_notice").text
            transcript.message_for_assistant(text, GIVEN_BACK_SETTLED if settled else GIVEN_BACK)
            return columns_of(after, None)

        what = "given back, settled" if settled else "given back"
        await self._run(conversation, at, agent.login, what, operation)

    async def close(self, conversation: str, agent: Staff, outcome: Closing, at: datetime) -> None:
        """Ends the conversation. The case stays open if it will be answered by email."""

        def operation(sql: Connection, row: Row[Any], held: Assignment, transcript: TranscriptWriter) -> dict[str, Any]:
            after = held.close(agent.id)
            end_handover(sql, conversation, "closed", at)
            if outcome is Closing.BY_EMAIL:
                send_later_messages(sql, conversation, at, self._context.on_case_change)
            else:
                close_cases(sql, conversation, outcome.value, at, self._context.on_case_change)
            response = self._context.responses_for(transcript)
            transcript.system_message(response("utter_agent_closed", agent=agent.name))
            return {**columns_of(after, None), "ended_at": at}

        await self._run(conversation, at, agent.login, f"closed: {outcome.value}", operation)
