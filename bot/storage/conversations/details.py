"""One conversation as the desk shows it whole."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, or_, select

from bot.conversations.entry import Entry
from bot.storage.conversations.lists import Listed, cases_of, latest, listed_rows, without_messages
from bot.storage.messages.transcript import PAGE, entries_after
from bot.storage.tables.conversations import case_notes, cases, conversations, messages
from bot.storage.tables.desk import agents, notes, outbox
from bot.storage.times import moment


@dataclass(frozen=True)
class Whole:
    """One conversation for an agent."""

    listed: Listed
    agent: int | None
    entries: list[Entry]
    cases: list[dict[str, Any]]
    notes: list[Any]
    told: list[dict[str, Any]]  # chasers and feedback
    deliveries: list[Any]
    undelivered: list[Any]


def whole(sql: Connection, conversation: str) -> Whole | None:
    """None where neither the conversation nor a case of it is there."""
    columns = (conversations, latest("queued_at"), latest("reason"), latest("team"))
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
        _told(sql, conversation, [str(case["number"]) for case in known]),
        _deliveries(sql, conversation),
        _undelivered(sql, conversation),
    )


def is_there(sql: Connection, conversation: str) -> bool:
    """The conversation, or a case of it."""
    found = select(conversations.c.id).where(conversations.c.id == conversation)
    case = select(cases.c.number).where(cases.c.conversation == conversation)
    return sql.execute(found).first() is not None or sql.execute(case).first() is not None


def agent_of_conversation(sql: Connection, conversation: str) -> int | None:
    """Who holds it."""
    found: int | None = sql.execute(select(conversations.c.agent).where(conversations.c.id == conversation)).scalar()
    return found


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


def _told(sql: Connection, conversation: str, numbers: list[str]) -> list[dict[str, Any]]:
    """Feedback, and chasers: also those for its cases that came from elsewhere."""
    n = case_notes.c
    about = [(n.kind == "chaser") & n.data.contains(number, autoescape=True) for number in numbers]
    own = (n.conversation == conversation) & n.kind.in_(["chaser", "feedback"])
    shown = select(n.kind, n.at, n.data).where(or_(own, *about)).order_by(n.id)
    return [{"kind": row.kind, "at": moment(row.at), **json.loads(row.data)} for row in sql.execute(shown)]


def _deliveries(sql: Connection, conversation: str) -> list[Any]:
    """What went to other systems, or waits to go."""
    o = outbox.c
    query = select(o.id, o.kind, o.state, o.error, o.tries).where(o.conversation == conversation, o.sequence.is_(None))
    return list(sql.execute(query.order_by(o.id)).all())


def _undelivered(sql: Connection, conversation: str) -> list[Any]:
    """Messages that did not reach the person in a messaging channel: given up, come back, or tried in vain so far.

    `again`: an agent can have it tried anew; what came back is not kept as it was sent.
    """
    o = outbox.c
    columns = (o.id, o.kind, o.state, o.error, messages.c.text, (o.body != "{}").label("again"))
    said = (messages.c.conversation == o.conversation) & (messages.c.sequence == o.sequence)
    in_vain = or_(o.state == "failed", (o.state == "waiting") & (o.tries > 0))
    query = select(*columns).select_from(outbox.join(messages, said)).where(o.conversation == conversation, in_vain)
    return list(sql.execute(query.order_by(o.id)).all())
