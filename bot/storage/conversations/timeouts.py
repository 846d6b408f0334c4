"""Times out people in the queue and announces new places."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.storage.cases.changes import send_later_messages
from bot.storage.conversations.assignment import assignment_of
from bot.storage.conversations.claims import SqlClaims
from bot.storage.conversations.row import locked_row
from bot.storage.queue.handovers import waiting_conversations, waiting_since_before


class SqlTimeouts(SqlClaims):
    """Every method raises Unavailable."""

    async def waiting(self) -> list[str]:
        """Returns the conversations in the order of the queue."""
        return await self._database.read(waiting_conversations)

    async def time_out_waiting(self, waited: timedelta, at: datetime) -> list[str]:
        """Returns to the assistant who waited longer, or everybody if the desk is closed; returns the conversations."""

        def do(sql: Connection) -> list[str]:
            is_open = self._queue.staffing(sql, at).open
            late = waiting_since_before(sql, at - waited) if is_open else waiting_conversations(sql)
            for conversation in late:
                self._time_out(sql, conversation, at)
            return late

        return await self._database.write(do) if await self.waiting() else []

    def _time_out(self, sql: Connection, conversation: str, at: datetime) -> None:
        row = locked_row(sql, conversation)
        transcript = self._context.transcript(sql, row, at)
        columns = self._queue.time_out(sql, transcript, assignment_of(row), at)
        transcript.finish(**columns, handled_up_to=row.last_sequence)
        send_later_messages(sql, conversation, at, self._context.on_case_change)

    async def publish_places(self, every: timedelta, at: datetime) -> list[str]:
        """Announces new places in messaging channels, at most once in `every`; returns the conversations."""

        def do(sql: Connection) -> list[str]:
            moved = self._queue.changed_places(sql, every, at)
            for conversation in moved:
                transcript = self._context.transcript(sql, locked_row(sql, conversation), at)
                self._queue.announce_place(sql, transcript, at)
                transcript.finish()
            return moved

        if not await self._database.read(lambda sql: self._queue.changed_places(sql, every, at)):
            return []
        return await self._database.write(do)
