"""What agents do with a conversation, in SQL: each deed is one transaction and one row of the audit."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from bot.conversations.assignment import Assignment, NotYours
from bot.conversations.handover import GIVEN_BACK, GIVEN_BACK_SETTLED
from bot.conversations.staff import Closing, NotThere, Staff
from bot.storage.audit import note
from bot.storage.conversations.assignment import (
    active_count,
    assignment_of,
    changes,
    close_cases,
    drop_pending,
    tell_more,
)
from bot.storage.conversations.claim import SqlClaims
from bot.storage.conversations.reading import conversation_row
from bot.storage.messages.transcript import Writing
from bot.storage.queue.waiting_room import WAITING, end_handover
from bot.storage.tables.conversations import handovers, messages
from bot.storage.times import text_of


class SqlOperations(SqlClaims):
    """Every method raises Gone, WrongHolder and Unavailable."""

    async def reply(self, conversation: str, agent: Staff, number: str, text: str, at: datetime) -> int:
        """The sequence of the agent's message; the same number again changes nothing. Raises NotYours."""

        def do(sql: Connection) -> int:
            row = conversation_row(sql, conversation, lock=True)
            this = (messages.c.conversation == conversation, messages.c.number == number)
            before = sql.execute(select(messages.c.sequence).where(*this)).scalar()
            if before is not None:
                return int(before)
            held = assignment_of(row)
            if held.closed or held.agent != agent.id:
                raise NotYours
            writing = Writing(sql, conversation, row.last_sequence, at, self._name, self._post)
            sequence = writing.agent(number, agent.name, text)
            writing.done(taken_up_to=row.last_sequence)
            first = (handovers.c.conversation == conversation, handovers.c.ended_at.is_(None))
            unanswered = update(handovers).where(*first, handovers.c.first_reply_at.is_(None))
            sql.execute(unanswered.values(first_reply_at=text_of(at)))
            note(sql, at, agent.login, "replied", conversation)
            return sequence

        return await self._database.write(do)

    async def pass_to(self, conversation: str, agent: Staff, other: Staff, at: datetime) -> None:
        def operation(sql: Connection, row: Row[Any], held: Assignment, writing: Writing) -> dict[str, Any]:
            after = held.pass_to(agent.id, other.id)
            if not self._room.is_there(sql, other.id, at) or active_count(sql, other.id) >= other.capacity:
                raise NotThere
            mine = update(handovers).where(handovers.c.conversation == conversation, handovers.c.ended_at.is_(None))
            sql.execute(mine.values(agent=other.id))
            writing.notice(self._words(writing)("utter_agent_changed", agent=other.name))
            return changes(after, other.name)

        await self._do(conversation, at, agent.login, f"passed to {other.login}", operation)

    async def pass_on(self, conversation: str, agent: Staff, team: str, at: datetime) -> None:
        """Back into the queue, at its old place; for a team, or for anybody where `team` is empty."""

        def operation(sql: Connection, row: Row[Any], held: Assignment, writing: Writing) -> dict[str, Any]:
            return self._into_queue(sql, conversation, held.pass_on(agent.id), writing, team, at)

        await self._do(conversation, at, agent.login, f"passed on to {team or 'anybody'}", operation)

    async def release(self, conversation: str, who: Staff, at: datetime) -> None:
        """As `pass_on`, in place of the agent who holds it."""

        def operation(sql: Connection, row: Row[Any], held: Assignment, writing: Writing) -> dict[str, Any]:
            return self._into_queue(sql, conversation, held.pass_on(held.agent or 0), writing, "", at)

        await self._do(conversation, at, who.login, "put back into the queue", operation)

    def _into_queue(
        self, sql: Connection, conversation: str, after: Assignment, writing: Writing, team: str, at: datetime
    ) -> dict[str, Any]:
        mine = update(handovers).where(handovers.c.conversation == conversation, handovers.c.ended_at.is_(None))
        sql.execute(mine.values(agent=None, taken_at=None, team=team, waits_since=text_of(at)))
        writing.notice(self._words(writing)("utter_passed_on"))
        return changes(after, None)

    async def give_back(self, conversation: str, agent: Staff, at: datetime, *, settled: bool) -> None:
        """The assistant is told what became of it, and goes on; it answers nothing of what was said before."""

        def operation(sql: Connection, row: Row[Any], held: Assignment, writing: Writing) -> dict[str, Any]:
            after = held.give_back(agent.id)
            end_handover(sql, conversation, "given_back", at)
            if settled:
                close_cases(sql, conversation, "settled", at, self._tell)
            else:
                tell_more(sql, conversation, at, self._tell)
            drop_pending(sql, conversation)
            notice = self._words(writing)("utter_given_back_notice").text
            writing.for_assistant(notice, GIVEN_BACK_SETTLED if settled else GIVEN_BACK)
            return changes(after, None)

        what = "given back, settled" if settled else "given back"
        await self._do(conversation, at, agent.login, what, operation)

    async def close(self, conversation: str, agent: Staff, outcome: Closing, at: datetime) -> None:
        def operation(sql: Connection, row: Row[Any], held: Assignment, writing: Writing) -> dict[str, Any]:
            after = held.close(agent.id)
            end_handover(sql, conversation, "closed", at)
            if outcome is Closing.BY_EMAIL:  # then the case stays open
                tell_more(sql, conversation, at, self._tell)
            else:
                close_cases(sql, conversation, outcome.value, at, self._tell)
            writing.notice(self._words(writing)("utter_agent_closed", agent=agent.name))
            return {**changes(after, None), "ended_at": text_of(at)}

        await self._do(conversation, at, agent.login, f"closed: {outcome.value}", operation)

    async def nobody_came(self, waited: timedelta, at: datetime) -> list[str]:
        """Those who wait too long, or while nobody is there any more, go on without; which."""

        def do(sql: Connection) -> list[str]:
            late = select(handovers.c.conversation).where(*WAITING)
            if self._room.staffing(sql, at).open:
                since = func.coalesce(handovers.c.waits_since, handovers.c.queued_at)
                late = late.where(since < text_of(at - waited))
            gone = list(sql.execute(late).scalars())
            for conversation in gone:
                row = conversation_row(sql, conversation, lock=True)
                writing = Writing(sql, conversation, row.last_sequence, at, self._name, self._post)
                writing.done(
                    **self._room.nobody_came(sql, writing, assignment_of(row), at), taken_up_to=row.last_sequence
                )
                tell_more(sql, conversation, at, self._tell)
            return gone

        if not await self.waiting():
            return []
        return await self._database.write(do)

    async def publish_places(self, every: timedelta, at: datetime) -> list[str]:
        """Those in messaging channels whose place is another than they were told, and were told long enough ago."""

        def do(sql: Connection) -> list[str]:
            moved = self._room.moved(sql, every, at)
            for conversation in moved:
                row = conversation_row(sql, conversation, lock=True)
                writing = Writing(sql, conversation, row.last_sequence, at, self._name, self._post)
                self._room.send_place(sql, writing, at)
                writing.done()
            return moved

        if not await self._database.read(lambda sql: self._room.moved(sql, every, at)):
            return []
        return await self._database.write(do)

    async def waiting(self) -> list[str]:
        return await self._database.read(self._room.waiting)
