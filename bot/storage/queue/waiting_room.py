"""The people who wait for somebody from the support team: first come, first served."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, or_, select, update

from bot.conversations.assignment import Assignment
from bot.conversations.decision import Responses, responses_for
from bot.conversations.england import in_england
from bot.conversations.handover import Handover
from bot.conversations.message import WEB, channel_of
from bot.conversations.opening_hours import OpeningHours
from bot.conversations.queue import (
    QueuePlace,
    Staffing,
    answered,
    can_wait,
    estimate,
    nobody_available_text,
    place_text,
    waiting_message_sent,
)
from bot.storage.audit import note
from bot.storage.conversations.assignment import changes
from bot.storage.messages.transcript import Writing
from bot.storage.tables.conversations import cases, handovers
from bot.storage.tables.desk import agents
from bot.storage.times import moment, text_of

PRESENT = timedelta(minutes=3)  # since an agent's page was last heard of
RECENT = 20  # handled conversations that an estimate rests on
WAITING = (handovers.c.ended_at.is_(None), handovers.c.taken_at.is_(None))


class WaitingRoom:
    """Works within the transaction of others. Times are aware."""

    def __init__(self, hours: OpeningHours, say: Responses) -> None:
        self._hours = hours
        self._say = say

    def _words(self, writing: Writing) -> Responses:
        return responses_for(self._say, writing.conversation)

    def staffing(self, sql: Connection, at: datetime) -> Staffing:
        local = in_england(at)
        here = select(func.count()).where(*_present(at))
        is_open = self._hours.is_open(local)
        return Staffing(
            is_open,
            sql.execute(here).scalar_one(),
            _recent_handling(sql),
            None if is_open else self._hours.next_opening(local),
            sql.execute(select(agents.c.id).limit(1)).first() is not None,
        )

    def is_there(self, sql: Connection, agent: int, at: datetime) -> bool:
        return sql.execute(select(agents.c.id).where(agents.c.id == agent, *_present(at))).first() is not None

    def join(
        self, sql: Connection, writing: Writing, held: Assignment, wanted: Handover, at: datetime
    ) -> dict[str, Any]:
        """The conversation waits, if somebody is there to come; the changes of its row. The person is told."""
        now = self.staffing(sql, at)
        if not held.assistant_may_speak:  # it was ended meanwhile: the case stays
            return {}
        if not can_wait(now):
            if now.in_use:
                writing.notice(nobody_available_text(now, self._words(writing)))
            return {}
        ahead = sql.execute(select(func.count()).where(*WAITING)).scalar_one()
        self.enter(sql, writing.conversation, wanted, at)
        self._note_place(sql, writing.conversation, ahead + 1, at)
        place = QueuePlace(ahead + 1, estimate(ahead + 1, now))
        writing.notice(waiting_message_sent(place, self._words(writing), has_email=wanted.has_email))
        return changes(held.hand_over(), None)

    def enter(self, sql: Connection, conversation: str, wanted: Handover, at: datetime) -> None:
        """A place at the end of the queue."""
        row = {
            "conversation": conversation,
            "case_number": wanted.case_number,
            "reason": wanted.reason[:40],
            "topic": wanted.topic[:40],
            "remedy": wanted.remedy[:80],
            "queued_at": text_of(at),
        }
        sql.execute(insert(handovers).values(row))
        note(sql, at, "assistant", "handed over", conversation, f"{wanted.case_number} {wanted.reason}".strip())

    def leave(self, sql: Connection, writing: Writing, held: Assignment, at: datetime) -> dict[str, Any]:
        """The person waits no longer; the changes of the conversation's row."""
        how = answered(self._words(writing), has_email=has_email(sql, writing.conversation))
        writing.notice(self._words(writing)("utter_stopped_waiting", how=how))
        end_handover(sql, writing.conversation, "left", at)
        note(sql, at, "person", "left", writing.conversation)
        return changes(held.leave(), None)

    def nobody_came(self, sql: Connection, writing: Writing, held: Assignment, at: datetime) -> dict[str, Any]:
        """The case stays; the person is told how it is answered."""
        now, email = self.staffing(sql, at), has_email(sql, writing.conversation)
        writing.notice(self._words(writing)("utter_nobody_came", how=answered(self._words(writing), has_email=email)))
        if not now.open:
            writing.notice(nobody_available_text(now, self._words(writing)))
        end_handover(sql, writing.conversation, "nobody_came", at)
        note(sql, at, "queue", "nobody came", writing.conversation)
        return changes(held.nobody_came(), None)

    def place(self, sql: Connection, conversation: str, at: datetime) -> QueuePlace | None:
        """Where the conversation stands in the queue; None where it does not wait."""
        mine = select(handovers.c.id).where(handovers.c.conversation == conversation, *WAITING)
        number = sql.execute(mine).scalar()
        if number is None:
            return None
        ahead = sql.execute(select(func.count()).where(*WAITING, handovers.c.id < number)).scalar_one()
        return QueuePlace(ahead + 1, estimate(ahead + 1, self.staffing(sql, at)))

    def moved(self, sql: Connection, every: timedelta, at: datetime) -> list[str]:
        """Those in messaging channels whose place is another than they were told, at least `every` ago."""
        told_long_ago = or_(handovers.c.announced_at.is_(None), handovers.c.announced_at <= text_of(at - every))
        columns = (handovers.c.conversation, handovers.c.announced_place, told_long_ago.label("long_ago"))
        rows = sql.execute(select(*columns).where(*WAITING).order_by(handovers.c.id)).all()
        return [
            row.conversation
            for place, row in enumerate(rows, 1)
            if place != row.announced_place and row.long_ago and channel_of(row.conversation) != WEB
        ]

    def send_place(self, sql: Connection, writing: Writing, at: datetime) -> None:
        place = self.place(sql, writing.conversation, at)
        if place is not None:
            writing.notice(place_text(place, self._words(writing)))
            self._note_place(sql, writing.conversation, place.position, at)

    def _note_place(self, sql: Connection, conversation: str, place: int, at: datetime) -> None:
        mine = update(handovers).where(handovers.c.conversation == conversation, *WAITING)
        sql.execute(mine.values(announced_place=place, announced_at=text_of(at)))

    def waiting(self, sql: Connection) -> list[str]:
        """Conversations, the first to come first."""
        return list(sql.execute(select(handovers.c.conversation).where(*WAITING).order_by(handovers.c.id)).scalars())


def _present(at: datetime) -> tuple[ColumnElement[bool], ...]:
    """Agents who can take conversations."""
    return (agents.c.available, agents.c.disabled_at.is_(None), agents.c.seen_at > text_of(at - PRESENT))


def has_email(sql: Connection, conversation: str) -> bool:
    """Whether the latest case of the conversation has an address to answer to."""
    latest = select(cases.c.data).where(cases.c.conversation == conversation).order_by(cases.c.opened_at.desc())
    case = json.loads(sql.execute(latest.limit(1)).scalar() or "{}")
    return bool(case.get("contact_email") or case.get("login_email"))


def end_handover(sql: Connection, conversation: str, how: str, at: datetime) -> None:
    """The one that is open, if there is one."""
    open_one = (handovers.c.conversation == conversation, handovers.c.ended_at.is_(None))
    sql.execute(update(handovers).where(*open_one).values(ended_at=text_of(at), how=how))


def _recent_handling(sql: Connection) -> tuple[float, ...]:
    """Seconds from taking to the end."""
    h = handovers.c
    done = select(h.taken_at, h.ended_at).where(h.taken_at.is_not(None), h.ended_at.is_not(None))
    rows = sql.execute(done.order_by(h.id.desc()).limit(RECENT)).all()
    return tuple((moment(row.ended_at) - moment(row.taken_at)).total_seconds() for row in rows)
