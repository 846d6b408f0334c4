"""What agents do with a conversation, in SQL: each deed is one transaction and one row of the audit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from bot.conversations.decision import Saying
from bot.conversations.handover import GIVEN_BACK, GIVEN_BACK_SETTLED, Handover
from bot.conversations.held import Held, NotYours
from bot.conversations.holder import Holder
from bot.conversations.staff import AtCapacity, Closing, Staff
from bot.storage.audit import note
from bot.storage.database import Database
from bot.storage.inbox import CaseChanged, conversation_row
from bot.storage.tables import cases, conversations, handovers, messages
from bot.storage.times import text_of
from bot.storage.transcript import Writing
from bot.storage.waiting_room import WAITING, WaitingRoom, end_handover

Deed = Callable[[Connection, Row[Any], Held, Writing], dict[str, Any]]


class SqlHandling:
    """Every method raises Gone, WrongHolder and Unavailable."""

    def __init__(
        self, database: Database, room: WaitingRoom, say: Saying, assistant_name: str, tell: CaseChanged | None = None
    ) -> None:
        self._tell = tell
        self._database = database
        self._room = room
        self._say = say
        self._name = assistant_name

    async def _do(self, conversation: str, at: datetime, who: str, what: str, deed: Deed) -> None:
        """`deed` gives the changes of the conversation's row; nothing is written where nothing changed."""

        def do(sql: Connection) -> None:
            row = conversation_row(sql, conversation, lock=True)
            writing = Writing(sql, conversation, row.last_sequence, at, self._name)
            changed = deed(sql, row, held_of(row), writing)
            if changed:
                writing.done(**changed)
                note(sql, at, who, what, conversation)

        await self._database.write(do)

    async def take(self, conversation: str, agent: Staff, at: datetime) -> None:
        """From the queue; where a case or an emergency is open also from the assistant. Raises AtCapacity."""

        def deed(sql: Connection, row: Row[Any], held: Held, writing: Writing) -> dict[str, Any]:
            return self._take(sql, row, held, writing, agent, at)

        await self._do(conversation, at, agent.login, "taken", deed)

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
            writing = Writing(sql, found, row.last_sequence, at, self._name)
            writing.done(**self._take(sql, row, held_of(row), writing, agent, at))
            note(sql, at, agent.login, "taken", found)
            return found

        return await self._database.write(do)

    def _take(
        self, sql: Connection, row: Row[Any], held: Held, writing: Writing, agent: Staff, at: datetime
    ) -> dict[str, Any]:
        if held.holder is Holder.ASSISTANT and not held.closed and _needs_somebody(sql, row):
            held = held.hand_over()
            self._room.enter(sql, row.id, Handover(_latest_case(sql, row.id) or "", "desk"), at)
        after = held.take(agent.id)
        if after == held:
            return {}
        if held_by(sql, agent.id) >= agent.capacity and not row.emergency_at:
            raise AtCapacity
        mine = update(handovers).where(handovers.c.conversation == row.id, handovers.c.ended_at.is_(None))
        sql.execute(mine.values(taken_at=text_of(at), agent=agent.id))
        settle_open(sql, row.id)
        writing.notice(self._say("utter_agent_joined", agent=agent.name))
        return {**changes(after, agent.name), "taken_up_to": row.last_sequence, **_seen(row, at)}

    async def reply(self, conversation: str, agent: Staff, number: str, text: str, at: datetime) -> int:
        """The sequence of the agent's message; the same number again changes nothing. Raises NotYours."""

        def do(sql: Connection) -> int:
            row = conversation_row(sql, conversation, lock=True)
            this = (messages.c.conversation == conversation, messages.c.number == number)
            before = sql.execute(select(messages.c.sequence).where(*this)).scalar()
            if before is not None:
                return int(before)
            held = held_of(row)
            if held.closed or held.agent != agent.id:
                raise NotYours
            writing = Writing(sql, conversation, row.last_sequence, at, self._name)
            sequence = writing.agent(number, agent.name, text)
            writing.done(taken_up_to=row.last_sequence)
            first = (handovers.c.conversation == conversation, handovers.c.ended_at.is_(None))
            unanswered = update(handovers).where(*first, handovers.c.first_reply_at.is_(None))
            sql.execute(unanswered.values(first_reply_at=text_of(at)))
            note(sql, at, agent.login, "replied", conversation)
            return sequence

        return await self._database.write(do)

    async def pass_to(self, conversation: str, agent: Staff, other: Staff, at: datetime) -> None:
        def deed(sql: Connection, row: Row[Any], held: Held, writing: Writing) -> dict[str, Any]:
            after = held.pass_to(agent.id, other.id)
            mine = update(handovers).where(handovers.c.conversation == conversation, handovers.c.ended_at.is_(None))
            sql.execute(mine.values(agent=other.id))
            writing.notice(self._say("utter_agent_changed", agent=other.name))
            return changes(after, other.name)

        await self._do(conversation, at, agent.login, f"passed to {other.login}", deed)

    async def pass_on(self, conversation: str, agent: Staff, team: str, at: datetime) -> None:
        """Back into the queue, at its old place; for a team, or for anybody where `team` is empty."""

        def deed(sql: Connection, row: Row[Any], held: Held, writing: Writing) -> dict[str, Any]:
            after = held.pass_on(agent.id)
            mine = update(handovers).where(handovers.c.conversation == conversation, handovers.c.ended_at.is_(None))
            sql.execute(mine.values(agent=None, taken_at=None, team=team))
            writing.notice(self._say("utter_passed_on"))
            return changes(after, None)

        await self._do(conversation, at, agent.login, f"passed on to {team or 'anybody'}", deed)

    async def give_back(self, conversation: str, agent: Staff, at: datetime, *, settled: bool) -> None:
        """The assistant is told what became of it, and goes on; it answers nothing of what was said before."""

        def deed(sql: Connection, row: Row[Any], held: Held, writing: Writing) -> dict[str, Any]:
            after = held.give_back(agent.id)
            end_handover(sql, conversation, "given_back", at)
            if settled:
                close_cases(sql, conversation, "settled", at, self._tell)
            settle_open(sql, conversation)
            notice = self._say("utter_given_back_notice").text
            writing.for_assistant(notice, GIVEN_BACK_SETTLED if settled else GIVEN_BACK)
            return changes(after, None)

        what = "given back, settled" if settled else "given back"
        await self._do(conversation, at, agent.login, what, deed)

    async def close(self, conversation: str, agent: Staff, outcome: Closing, at: datetime) -> None:
        def deed(sql: Connection, row: Row[Any], held: Held, writing: Writing) -> dict[str, Any]:
            after = held.close(agent.id)
            end_handover(sql, conversation, "closed", at)
            if outcome is not Closing.BY_EMAIL:  # then the case stays open
                close_cases(sql, conversation, outcome.value, at, self._tell)
            writing.notice(self._say("utter_agent_closed", agent=agent.name))
            return {**changes(after, None), "ended_at": text_of(at)}

        await self._do(conversation, at, agent.login, f"closed: {outcome.value}", deed)

    async def nobody_came(self, waited: timedelta, at: datetime) -> list[str]:
        """Those who wait too long, or while nobody is there any more, go on without; which."""

        def do(sql: Connection) -> list[str]:
            late = select(handovers.c.conversation).where(*WAITING)
            if self._room.staffing(sql, at).open:
                late = late.where(handovers.c.queued_at < text_of(at - waited))
            gone = list(sql.execute(late).scalars())
            for conversation in gone:
                row = conversation_row(sql, conversation, lock=True)
                held_of(row).nobody_came()
                writing = Writing(sql, conversation, row.last_sequence, at, self._name)
                writing.done(**self._room.nobody_came(sql, writing, at))
            return gone

        if not await self.waiting():
            return []
        return await self._database.write(do)

    async def waiting(self) -> list[str]:
        return await self._database.read(self._room.waiting)


def held_of(row: Row[Any]) -> Held:
    return Held(Holder(row.holder), row.agent, row.ended_at is not None)


def changes(after: Held, name: str | None) -> dict[str, Any]:
    return {"holder": after.holder.value, "agent": after.agent, "holder_name": name}


def settle_open(sql: Connection, conversation: str) -> None:
    """What was asked before is not answered by the assistant any more."""
    mine = (messages.c.conversation == conversation, messages.c.open)
    sql.execute(update(messages).where(*mine).values(open=False))


def held_by(sql: Connection, agent: int) -> int:
    """How many conversations an agent holds."""
    mine = select(func.count()).where(conversations.c.agent == agent, conversations.c.ended_at.is_(None))
    return int(sql.execute(mine).scalar_one())


def close_cases(
    sql: Connection, conversation: str, outcome: str, at: datetime, tell: CaseChanged | None = None
) -> None:
    """All that are open; `tell` hears of each."""
    mine = (cases.c.conversation == conversation, cases.c.closed_at.is_(None))
    numbers = sql.execute(select(cases.c.number).where(*mine)).scalars().all()
    sql.execute(update(cases).where(*mine).values(closed_at=text_of(at), outcome=outcome))
    for number in numbers:
        if tell:
            tell(sql, number, "closed", at)


def _needs_somebody(sql: Connection, row: Row[Any]) -> bool:
    open_case = select(cases.c.number).where(cases.c.conversation == row.id, cases.c.closed_at.is_(None))
    return bool(row.emergency_at) or sql.execute(open_case).first() is not None


def _latest_case(sql: Connection, conversation: str) -> str | None:
    latest = select(cases.c.number).where(cases.c.conversation == conversation).order_by(cases.c.opened_at.desc())
    found: str | None = sql.execute(latest.limit(1)).scalar()
    return found


def _seen(row: Row[Any], at: datetime) -> dict[str, Any]:
    return {"emergency_seen_at": text_of(at)} if row.emergency_at and not row.emergency_seen_at else {}
