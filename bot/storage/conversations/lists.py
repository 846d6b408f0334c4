"""The desk's lists: conversations that need or needed somebody."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, and_, func, or_, select

from bot.storage.tables.conversations import case_notes, cases, conversations, handovers, messages
from bot.storage.tables.desk import labels
from bot.storage.times import moment

MOST = 200  # of a list
# Of a case; any may be missing.
FACTS = (
    "topic",
    "reference",
    "login_email",
    "contact_email",
    "first_seen",
    "service",
    "for_whom",
    "remedies_tried",
    "summary",
    "words",
)


@dataclass(frozen=True)
class Listed:
    """`since` is when it began to wait, or when something was last said. `seen`: the emergency was looked at."""

    conversation: str
    channel: str
    holder: str
    holder_name: str | None
    since: datetime
    ended: bool
    emergency: str | None
    seen: bool
    reason: str
    team: str
    case: dict[str, Any] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    gone: bool = False  # the messages were deleted

    @property
    def is_urgent(self) -> bool:
        return self.emergency is not None and not self.seen


@dataclass(frozen=True)
class Selection:
    """Which conversations a list of the desk has: a condition for the agent who looks, and the order.

    `with_cases`: also cases whose messages were deleted, those that are open or those that are closed.
    """

    where: Callable[[int], Any]
    first_come: bool = False  # in the order of the queue, else the latest message first
    with_cases: Literal["open", "closed"] | None = None


def listed(sql: Connection, selection: Selection, agent: int, query: str = "") -> list[Listed]:
    """A list; with a `query` instead what has it in its case, labels or messages. Emergencies come first."""
    found = select(conversations, latest("queued_at"), latest("reason"), latest("team"))
    c = conversations.c
    found = found.where(c.id.in_(_matching(sql, query)) if query else selection.where(agent))
    order = latest("id").asc() if selection.first_come and not query else c.last_at.desc()
    rows = sql.execute(found.order_by(order).limit(MOST)).all()
    made = listed_rows(sql, rows)
    if query or selection.with_cases:
        gone, still_open = _without_conversation(sql, query), selection.with_cases == "open"
        made += [one for one in gone if query or (one.case["closed_at"] is None) is still_open]
    return sorted(made, key=lambda one: not one.is_urgent)


def is_waiting(_: int) -> Any:
    """In the queue, or an emergency that nobody has looked at, also after its end."""
    c = conversations.c
    urgent = c.emergency_at.is_not(None) & c.emergency_seen_at.is_(None)
    return or_(and_(c.ended_at.is_(None), c.holder == "queue"), urgent)


def is_held_by(agent: int) -> Any:
    return and_(conversations.c.ended_at.is_(None), conversations.c.agent == agent)


def is_open(_: int) -> Any:
    return _is_open()


def is_closed(_: int) -> Any:
    return and_(_needs_desk(open_only=False), ~_is_open())


def latest(column: str) -> Any:
    """Of the conversation's latest handover."""
    last = select(handovers.c[column]).where(handovers.c.conversation == conversations.c.id)
    return last.order_by(handovers.c.id.desc()).limit(1).scalar_subquery().label(column)


def _is_open() -> Any:
    """An open case has to be answered by email though the person ended the conversation."""
    c = conversations.c
    with_case = c.id.in_(select(cases.c.conversation).where(cases.c.closed_at.is_(None)))
    return or_(and_(c.ended_at.is_(None), _needs_desk(open_only=True)), with_case)


def _needs_desk(*, open_only: bool) -> Any:
    c, with_case = conversations.c, select(cases.c.conversation)
    chases = c.id.in_(select(case_notes.c.conversation).where(case_notes.c.kind == "chaser"))
    if open_only:
        with_case = with_case.where(cases.c.closed_at.is_(None))
        return or_(c.id.in_(with_case), c.holder != "assistant", c.emergency_at.is_not(None), chases)
    return or_(c.id.in_(with_case), c.id.in_(select(handovers.c.conversation)), c.emergency_at.is_not(None), chases)


def _matching(sql: Connection, query: str) -> set[str]:
    """Conversations of the desk that hold the words: in a value of the case, a label or a message."""
    found = {str(case["conversation"]) for case in _cases_matching(sql, query)}
    in_labels = select(labels.c.conversation).where(labels.c.label.icontains(query, autoescape=True)).limit(MOST)
    in_words = (
        select(messages.c.conversation)
        .where(messages.c.text.icontains(query, autoescape=True), _at_desk(messages.c.conversation))
        .limit(MOST)
    )
    return found | set(sql.execute(in_labels).scalars()) | set(sql.execute(in_words).scalars())


def _at_desk(conversation: Any) -> Any:
    return conversation.in_(select(handovers.c.conversation)) | conversation.in_(select(cases.c.conversation))


def _cases_matching(sql: Connection, query: str) -> list[dict[str, Any]]:
    """The store looks at the JSON whole; here the names in it are left out again."""
    like = or_(cases.c.data.icontains(query, autoescape=True), cases.c.number.icontains(query, autoescape=True))
    rows = sql.execute(select(cases).where(like).order_by(cases.c.opened_at.desc()).limit(MOST)).all()
    wanted = query.casefold()
    return [one for one in map(_case, rows) if any(wanted in str(value).casefold() for value in one.values())]


def listed_rows(sql: Connection, rows: Sequence[Row[Any]]) -> list[Listed]:
    ids = [row.id for row in rows]
    known = {one["conversation"]: one for one in cases_of(sql, ids)}
    marked = labels_of(sql, ids)
    return [
        Listed(
            row.id,
            row.channel,
            row.holder,
            row.holder_name,
            moment(row.queued_at if row.holder == "queue" and row.queued_at else row.last_at),
            row.ended_at is not None,
            row.emergency,
            row.emergency_seen_at is not None,
            row.reason or "",
            row.team or "",
            known.get(row.id, {}),
            tuple(marked.get(row.id, ())),
        )
        for row in rows
    ]


def _without_conversation(sql: Connection, query: str) -> list[Listed]:
    """Cases whose messages were deleted in time."""
    gone = select(cases).where(cases.c.conversation.not_in(select(conversations.c.id)))
    rows = sql.execute(gone.order_by(cases.c.opened_at.desc()).limit(MOST)).all()
    wanted = {case["number"] for case in _cases_matching(sql, query)} if query else {row.number for row in rows}
    return [without_messages(row) for row in rows if row.number in wanted]


def without_messages(row: Row[Any]) -> Listed:
    empty = ("", "", "assistant", None, moment(row.opened_at), True, None, True, "", "")
    return Listed(row.conversation, *empty[1:], case=_case(row), gone=True)


def cases_of(sql: Connection, ids: Sequence[str]) -> list[dict[str, Any]]:
    """The oldest first, so that the latest of a conversation comes last."""
    query = select(cases).where(cases.c.conversation.in_(ids)).order_by(cases.c.opened_at, cases.c.number)
    return [_case(row) for row in sql.execute(query)]


def _case(row: Row[Any]) -> dict[str, Any]:
    own = {"number": row.number, "conversation": row.conversation, "opened_at": moment(row.opened_at)}
    return {**dict.fromkeys(FACTS), **json.loads(row.data), **own, "closed_at": row.closed_at, "outcome": row.outcome}


def labels_of(sql: Connection, ids: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    query = select(labels).where(labels.c.conversation.in_(ids)).order_by(labels.c.label)
    for row in sql.execute(query):
        found.setdefault(row.conversation, []).append(row.label)
    return found


def counts(sql: Connection, agent: int) -> dict[str, int]:
    """How many wait, are urgent, and are the agent's own."""
    c = conversations.c
    here = select(func.count()).where(c.ended_at.is_(None))
    urgent = select(func.count()).where(c.emergency_at.is_not(None), c.emergency_seen_at.is_(None))
    return {
        "waiting": sql.execute(here.where(c.holder == "queue")).scalar_one(),
        "urgent": sql.execute(urgent).scalar_one(),
        "mine": sql.execute(here.where(c.agent == agent)).scalar_one(),
    }
