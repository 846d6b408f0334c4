"""Manages the queue for agents, first come, first served, and tells people about it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, or_, select

from bot.conversations.assignment import Assignment
from bot.conversations.case_fields import CASE_FIELDS, CaseFields
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
    waiting_text,
)
from bot.storage.agents.presence import count_present, has_accounts
from bot.storage.audit import add_audit_entry
from bot.storage.cases.lookup import has_email
from bot.storage.conversations.assignment import columns_of
from bot.storage.messages.transcript_writer import TranscriptWriter
from bot.storage.queue.handovers import (
    WAITING,
    change_open_handover,
    end_handover,
    enter_queue,
    position_of,
    recent_handling_times,
)
from bot.storage.tables.handovers import handovers


class SupportQueue:
    """Works in the caller's transaction. Times are aware.

    Methods that move a conversation return the changes of its row.
    """

    def __init__(self, hours: OpeningHours, responses: Responses, fields: CaseFields = CASE_FIELDS) -> None:
        self._hours = hours
        self._responses = responses
        self._fields = fields

    def staffing(self, sql: Connection, at: datetime) -> Staffing:
        local = in_england(at)
        is_open = self._hours.is_open(local)
        return Staffing(
            open=is_open,
            present=count_present(sql, at),
            handling_times=recent_handling_times(sql),
            opens_at=None if is_open else self._hours.next_opening(local),
            in_use=has_accounts(sql),
        )

    def join(
        self, sql: Connection, transcript: TranscriptWriter, held: Assignment, wanted: Handover, at: datetime
    ) -> dict[str, Any]:
        """Puts the conversation in the queue if an agent is available, and tells the person."""
        now, response = self.staffing(sql, at), self._response(transcript)
        if not held.assistant_may_speak:  # it was ended meanwhile: the case stays
            return {}
        if not can_wait(now):
            if now.in_use:
                transcript.system_message(nobody_available_text(now, response))
            return {}
        position = sql.execute(select(func.count()).where(*WAITING)).scalar_one() + 1
        enter_queue(sql, transcript.conversation, wanted, at)
        _note_announced(sql, transcript.conversation, position, at)
        place = QueuePlace(position, estimate(position, now))
        transcript.system_message(waiting_text(place, response, has_email=wanted.has_email))
        return columns_of(held.hand_over(), None)

    def leave(self, sql: Connection, transcript: TranscriptWriter, held: Assignment, at: datetime) -> dict[str, Any]:
        """Removes the conversation because the person stops waiting."""
        how = self._how_answered(sql, transcript)
        transcript.system_message(self._response(transcript)("utter_stopped_waiting", how=how))
        end_handover(sql, transcript.conversation, "left", at)
        add_audit_entry(sql, at, "person", "left", transcript.conversation)
        return columns_of(held.leave(), None)

    def time_out(self, sql: Connection, transcript: TranscriptWriter, held: Assignment, at: datetime) -> dict[str, Any]:
        """Removes the conversation because no agent came, and says how the case will be answered."""
        now, response = self.staffing(sql, at), self._response(transcript)
        transcript.system_message(response("utter_nobody_came", how=self._how_answered(sql, transcript)))
        if not now.open:
            transcript.system_message(nobody_available_text(now, response))
        end_handover(sql, transcript.conversation, "nobody_came", at)
        add_audit_entry(sql, at, "queue", "nobody came", transcript.conversation)
        return columns_of(held.time_out(), None)

    def place(self, sql: Connection, conversation: str, at: datetime) -> QueuePlace | None:
        """Returns None if the conversation does not wait."""
        position = position_of(sql, conversation)
        return QueuePlace(position, estimate(position, self.staffing(sql, at))) if position else None

    def changed_places(self, sql: Connection, every: timedelta, at: datetime) -> list[str]:
        """Returns conversations in messaging channels with a new place, last announced at least `every` ago."""
        h = handovers.c
        is_due = or_(h.announced_at.is_(None), h.announced_at <= at - every).label("is_due")
        rows = sql.execute(select(h.conversation, h.announced_position, is_due).where(*WAITING).order_by(h.id)).all()
        return [
            row.conversation
            for position, row in enumerate(rows, 1)
            if position != row.announced_position and row.is_due and channel_of(row.conversation) != WEB
        ]

    def announce_place(self, sql: Connection, transcript: TranscriptWriter, at: datetime) -> None:
        place = self.place(sql, transcript.conversation, at)
        if place is not None:
            transcript.system_message(place_text(place, self._response(transcript)))
            _note_announced(sql, transcript.conversation, place.position, at)

    def _response(self, transcript: TranscriptWriter) -> Responses:
        return responses_for(self._responses, transcript.conversation, transcript.language)

    def _how_answered(self, sql: Connection, transcript: TranscriptWriter) -> str:
        by_email = has_email(sql, transcript.conversation, self._fields)
        return answered(self._response(transcript), has_email=by_email)


def _note_announced(sql: Connection, conversation: str, position: int, at: datetime) -> None:
    change_open_handover(sql, conversation, announced_position=position, announced_at=at)
