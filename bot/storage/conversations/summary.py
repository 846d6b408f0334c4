"""Reads the rows of the desk's lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from bot.storage.cases.reading import Case, case_of, cases_of
from bot.storage.conversations.labels import labels_of
from bot.storage.tables.conversations import conversations
from bot.storage.tables.handovers import handovers


@dataclass(frozen=True, kw_only=True)
class ConversationSummary:
    """`since` is when it began to wait or was last written in. `case` is the latest one.

    `erased`: only the case is left.
    """

    conversation: str
    since: datetime
    channel: str = ""
    holder: str = "assistant"
    holder_name: str | None = None
    ended: bool = True
    emergency: str | None = None
    emergency_seen: bool = True
    reason: str = ""
    team: str = ""
    case: Case | None = None
    labels: tuple[str, ...] = ()
    erased: bool = False

    @property
    def is_urgent(self) -> bool:
        return self.emergency is not None and not self.emergency_seen


def summary_query() -> Select[Any]:
    """Returns the query whose rows `summaries` reads."""
    return select(
        conversations, of_latest_handover("queued_at"), of_latest_handover("reason"), of_latest_handover("team")
    )


def of_latest_handover(column: str) -> Any:
    """Returns a column of the conversation's latest handover."""
    latest = select(handovers.c[column]).where(handovers.c.conversation == conversations.c.id)
    return latest.order_by(handovers.c.id.desc()).limit(1).scalar_subquery().label(column)


def summaries(sql: Connection, rows: Sequence[Row[Any]]) -> list[ConversationSummary]:
    """Returns the summaries of the rows of `summary_query`, in their order."""
    ids = [row.id for row in rows]
    case_by_conversation = {case.conversation: case for case in cases_of(sql, ids)}
    labels = labels_of(sql, ids)
    return [
        ConversationSummary(
            conversation=row.id,
            since=row.queued_at if row.holder == "queue" and row.queued_at else row.last_message_at,
            channel=row.channel,
            holder=row.holder,
            holder_name=row.holder_name,
            ended=row.ended_at is not None,
            emergency=row.emergency,
            emergency_seen=row.emergency_seen_at is not None,
            reason=row.reason or "",
            team=row.team or "",
            case=case_by_conversation.get(row.id),
            labels=tuple(labels.get(row.id, ())),
        )
        for row in rows
    ]


def summary_of_case(row: Row[Any]) -> ConversationSummary:
    """Returns the summary of a case whose conversation was erased by retention. `row` is the case's."""
    return ConversationSummary(conversation=row.conversation, since=row.opened_at, case=case_of(row), erased=True)
