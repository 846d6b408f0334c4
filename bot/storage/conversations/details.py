"""Reads one conversation with everything the desk shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select

from bot.conversations.entry import Entry
from bot.conversations.outbox import DeliveryStatus
from bot.storage.cases.reading import Case, cases_of
from bot.storage.conversations.private_notes import PrivateNote, private_notes_of
from bot.storage.conversations.summary import ConversationSummary, summaries, summary_of_case, summary_query
from bot.storage.messages.transcript import every_entry
from bot.storage.outbox.status import UndeliveredMessage, delivery_statuses, undelivered_messages
from bot.storage.tables.assistant_records import assistant_records
from bot.storage.tables.cases import cases
from bot.storage.tables.conversations import conversations


@dataclass(frozen=True, kw_only=True)
class Record:
    """A chaser or feedback."""

    kind: str
    at: datetime
    data: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class ConversationDetails:
    """`agent` is the id of the agent who holds it; `cases` are sorted, oldest first."""

    summary: ConversationSummary
    agent: int | None
    entries: list[Entry]
    cases: list[Case]
    private_notes: list[PrivateNote]
    records: list[Record]
    deliveries: list[DeliveryStatus]  # of its cases
    undelivered: list[UndeliveredMessage]


def conversation_details(sql: Connection, conversation: str) -> ConversationDetails | None:
    """Returns None if neither the conversation nor a case of it exists."""
    row = sql.execute(summary_query().where(conversations.c.id == conversation)).first()
    if row is not None:
        (summary,) = summaries(sql, [row])
    else:
        case_row = sql.execute(select(cases).where(cases.c.conversation == conversation)).first()
        if case_row is None:
            return None
        summary = summary_of_case(case_row)
    known = cases_of(sql, [conversation])
    return ConversationDetails(
        summary=summary,
        agent=row.agent if row is not None else None,
        entries=every_entry(sql, conversation),
        cases=known,
        private_notes=private_notes_of(sql, conversation),
        records=_records(sql, conversation, [case.case_number for case in known]),
        deliveries=delivery_statuses(sql, conversation, only_cases=True),
        undelivered=undelivered_messages(sql, conversation),
    )


def exists_at_desk(sql: Connection, conversation: str) -> bool:
    """Returns whether the conversation or a case of it exists."""
    found = select(conversations.c.id).where(conversations.c.id == conversation)
    case = select(cases.c.case_number).where(cases.c.conversation == conversation)
    return sql.execute(found).first() is not None or sql.execute(case).first() is not None


def agent_of_conversation(sql: Connection, conversation: str) -> int | None:
    """Returns the id of the agent who holds the conversation."""
    found: int | None = sql.execute(select(conversations.c.agent).where(conversations.c.id == conversation)).scalar()
    return found


def _records(sql: Connection, conversation: str, case_numbers: list[str]) -> list[Record]:
    """Returns feedback and chasers, including chasers about its cases from other conversations."""
    r = assistant_records.c
    own = (r.conversation == conversation) & r.kind.in_(["chaser", "feedback"])
    about_case = (r.kind == "chaser") & r.data["case_number"].as_string().in_(case_numbers)
    shown = select(r.kind, r.at, r.data).where(or_(own, about_case)).order_by(r.id)
    return [Record(kind=row.kind, at=row.at, data=row.data) for row in sql.execute(shown)]
