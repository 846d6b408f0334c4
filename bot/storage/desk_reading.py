"""One conversation as the desk shows it whole."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.conversations.entry import Entry
from bot.storage.desk_lists import Listed, cases_of, latest, listed_rows, without_messages
from bot.storage.desk_tables import agents, notes, outbox
from bot.storage.tables import case_notes, cases, conversations
from bot.storage.times import moment
from bot.storage.transcript import PAGE, entries_after


@dataclass(frozen=True)
class Whole:
    """One conversation for an agent. `last_handover` is a row of that table."""

    listed: Listed
    agent: int | None
    entries: list[Entry]
    cases: list[dict[str, Any]]
    notes: list[Any]
    told: list[dict[str, Any]]  # chasers and feedback
    waits_since: datetime | None = None


def whole(sql: Connection, conversation: str) -> Whole | None:
    """None where neither the conversation nor a case of it is there."""
    columns = (conversations, latest("queued_at"), latest("reason"), latest("team"), latest("id", "ticket"))
    row = sql.execute(select(*columns).where(conversations.c.id == conversation)).first()
    known = cases_of(sql, [conversation])
    if row is None and not known:
        return None
    if row is not None:
        (one,) = listed_rows(sql, [row])
    else:
        one = without_messages(sql.execute(select(cases).where(cases.c.conversation == conversation)).first())  # type: ignore[arg-type]
    return Whole(
        one,
        row.agent if row is not None else None,
        _every_entry(sql, conversation),
        known,
        _notes(sql, conversation),
        _told(sql, conversation),
        moment(row.queued_at) if row is not None and row.queued_at else None,
    )


def _every_entry(sql: Connection, conversation: str) -> list[Entry]:
    found: list[Entry] = []
    while True:
        more = entries_after(sql, conversation, found[-1].sequence if found else 0)
        found += more
        if len(more) < PAGE:
            return found


def _notes(sql: Connection, conversation: str) -> list[Any]:
    query = select(notes.c.at, notes.c.text, agents.c.name).join(agents, agents.c.id == notes.c.agent)
    return list(sql.execute(query.where(notes.c.conversation == conversation).order_by(notes.c.id)).all())


def _told(sql: Connection, conversation: str) -> list[dict[str, Any]]:
    n = case_notes.c
    shown = select(n.kind, n.at, n.data).where(n.conversation == conversation, n.kind.in_(["chaser", "feedback"]))
    return [
        {"kind": row.kind, "at": moment(row.at), **json.loads(row.data)} for row in sql.execute(shown.order_by(n.id))
    ]


def deliveries(sql: Connection, conversation: str) -> list[Any]:
    """What went to other systems, or waits to go."""
    o = outbox.c
    query = select(o.id, o.kind, o.state, o.error, o.tries).where(o.conversation == conversation)
    return list(sql.execute(query.order_by(o.id)).all())
