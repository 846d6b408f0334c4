"""Agents take conversations: of two who take at once one wins, and whoever waits longest comes first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from bot.conversations.assignment import Assignment
from bot.conversations.decision import Responses, responses_for
from bot.conversations.handover import Handover
from bot.conversations.holder import Holder
from bot.conversations.staff import AtCapacity, Staff
from bot.storage.audit import note
from bot.storage.conversations.assignment import CaseChanged, active_count, assignment_of, changes, drop_pending
from bot.storage.conversations.reading import conversation_row
from bot.storage.database import Database
from bot.storage.messages.transcript import Post, Writing
from bot.storage.queue.waiting_room import WAITING, WaitingRoom
from bot.storage.tables.conversations import case_notes, cases, handovers
from bot.storage.times import text_of

Operation = Callable[[Connection, Row[Any], Assignment, Writing], dict[str, Any]]


class SqlClaims:
    """Every method raises Gone, WrongHolder and Unavailable."""

    def __init__(
        self,
        database: Database,
        room: WaitingRoom,
        say: Responses,
        assistant_name: str,
        tell: CaseChanged | None = None,
        post: Post | None = None,
    ) -> None:
        self._tell = tell
        self._post = post
        self._database = database
        self._room = room
        self._say = say
        self._name = assistant_name

    def _words(self, writing: Writing) -> Responses:
        return responses_for(self._say, writing.conversation)

    async def _do(self, conversation: str, at: datetime, who: str, what: str, operation: Operation) -> None:
        """`operation` gives the changes of the conversation's row; nothing is written where nothing changed."""

        def do(sql: Connection) -> None:
            row = conversation_row(sql, conversation, lock=True)
            writing = Writing(sql, conversation, row.last_sequence, at, self._name, self._post)
            changed = operation(sql, row, assignment_of(row), writing)
            if changed:
                writing.done(**changed)
                note(sql, at, who, what, conversation)

        await self._database.write(do)

    async def take(self, conversation: str, agent: Staff, at: datetime) -> None:
        """From the queue; where a case or an emergency is open also from the assistant. Raises AtCapacity."""

        def operation(sql: Connection, row: Row[Any], held: Assignment, writing: Writing) -> dict[str, Any]:
            return self._take(sql, row, held, writing, agent, at)

        await self._do(conversation, at, agent.login, "taken", operation)

    async def take_next(self, agent: Staff, at: datetime) -> str | None:
        """The conversation that waits longest; None where nobody waits. Raises AtCapacity."""

        def do(sql: Connection) -> str | None:
            first = select(handovers.c.conversation).where(*WAITING, handovers.c.team.in_(("", agent.team)))
            found: str | None = sql.execute(
                first.order_by(handovers.c.id).limit(1).with_for_update(skip_locked=True)
            ).scalar()
            if found is None:
                return None
            row = conversation_row(sql, found, lock=True)
            writing = Writing(sql, found, row.last_sequence, at, self._name, self._post)
            writing.done(**self._take(sql, row, assignment_of(row), writing, agent, at))
            note(sql, at, agent.login, "taken", found)
            return found

        return await self._database.write(do)

    def _take(
        self, sql: Connection, row: Row[Any], held: Assignment, writing: Writing, agent: Staff, at: datetime
    ) -> dict[str, Any]:
        if held.holder is Holder.ASSISTANT and not held.closed and _needs_somebody(sql, row):
            held = held.hand_over()
            self._room.enter(sql, row.id, Handover(_latest_case(sql, row.id) or "", "desk"), at)
        after = held.take(agent.id)
        if after == held:
            return {}
        if active_count(sql, agent.id) >= agent.capacity and not row.emergency_at:
            raise AtCapacity
        mine = update(handovers).where(handovers.c.conversation == row.id, handovers.c.ended_at.is_(None))
        sql.execute(mine.values(taken_at=text_of(at), agent=agent.id))
        drop_pending(sql, row.id)
        writing.notice(self._words(writing)("utter_agent_joined", agent=agent.name))
        return {**changes(after, agent.name), "taken_up_to": row.last_sequence, **_seen(row, at)}


def _needs_somebody(sql: Connection, row: Row[Any]) -> bool:
    """For an emergency, an open case, or a case of another conversation that the person came back for."""
    open_case = select(cases.c.number).where(cases.c.conversation == row.id, cases.c.closed_at.is_(None))
    chased = select(case_notes.c.conversation).where(case_notes.c.conversation == row.id, case_notes.c.kind == "chaser")
    return bool(row.emergency_at) or any(sql.execute(found).first() for found in (open_case, chased))


def _latest_case(sql: Connection, conversation: str) -> str | None:
    latest = select(cases.c.number).where(cases.c.conversation == conversation).order_by(cases.c.opened_at.desc())
    found: str | None = sql.execute(latest.limit(1)).scalar()
    return found


def _seen(row: Row[Any], at: datetime) -> dict[str, Any]:
    return {"emergency_seen_at": text_of(at)} if row.emergency_at and not row.emergency_seen_at else {}
