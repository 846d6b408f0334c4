"""Writing and reading a conversation's messages; their sequence has no gaps."""

from __future__ import annotations

import secrets
import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.conversations.decision import Decision
from bot.conversations.entry import Entry, OfferedButton, Sender
from bot.conversations.message import Reply
from bot.storage.tables.conversations import buttons, conversations, messages
from bot.storage.times import moment, text_of

PAGE = 1000  # entries at once
# Hears what was said to the person, within the transaction: the conversation and its new entries.
Post = Callable[[Connection, str, Sequence[Entry]], None]

_m, _b = messages.c, buttons.c
_ADD_MESSAGES, _ADD_BUTTONS = insert(messages), insert(buttons)
_CHANGE = update(conversations).where(conversations.c.id == bindparam("of"))
_LATER = (
    select(messages)
    .where(_m.conversation == bindparam("of"), _m.sequence > bindparam("after"))
    .order_by(_m.sequence)
    .limit(PAGE)
)
_OFFERED = (
    select(_b.sequence, _b.title, _b.token)
    .where(_b.conversation == bindparam("of"), _b.sequence > bindparam("after"), _b.sequence <= bindparam("until"))
    .order_by(_b.sequence, _b.place)
)


class Writing:
    """Appends to one conversation within a transaction; `done` must be called last."""

    def __init__(
        self, sql: Connection, conversation: str, last: int, at: datetime, assistant_name: str, post: Post | None = None
    ) -> None:
        self._sql = sql
        self.conversation = conversation
        self._last = last
        self._at = text_of(at)
        self._assistant = assistant_name
        self._post = post
        self._rows: list[dict[str, Any]] = []
        self._buttons: list[dict[str, Any]] = []

    def person(self, number: str, decision: Decision) -> int:
        """The sequence of the message."""
        asked = not decision.settled
        return self._add(
            Sender.PERSON, number, decision.text, payload=decision.payload, open=asked, emergency=decision.emergency
        )

    def system(self, words: str) -> None:
        self._add(Sender.SYSTEM, uuid.uuid4().hex, words)

    def notice(self, reply: Reply, number: str = "") -> None:
        """Words of nobody, about the conversation itself; they may have buttons."""
        self._offer(self._add(Sender.SYSTEM, number or uuid.uuid4().hex, reply.text), reply)

    def agent(self, number: str, name: str, text: str) -> int:
        """The sequence of an agent's message."""
        return self._add(Sender.AGENT, number, text, name=name)

    def for_assistant(self, words: str, payload: str) -> None:
        """A notice that the assistant takes up as well: it is asked with `payload`."""
        self._add(Sender.SYSTEM, uuid.uuid4().hex, words, payload=payload, open=True, waiting_message_sent=True)

    def reply(self, reply: Reply, answers: int | None = None, emergency: str | None = None) -> None:
        number = uuid.uuid4().hex
        sequence = self._add(
            Sender.ASSISTANT, number, reply.text, name=self._assistant, answers=answers, emergency=emergency
        )
        self._offer(sequence, reply)

    def _offer(self, sequence: int, reply: Reply) -> None:
        self._buttons += [
            {
                "token": secrets.token_urlsafe(18),
                "conversation": self.conversation,
                "sequence": sequence,
                "place": place,
                "title": button.title,
                "payload": button.payload,
            }
            for place, button in enumerate(reply.buttons)
        ]

    def _add(self, sender: Sender, number: str, text: str, **more: Any) -> int:
        self._last += 1
        row = {"conversation": self.conversation, "sequence": self._last, "number": number, "sender": sender.value}
        usual = {
            "name": "",
            "payload": None,
            "open": False,
            "waiting_message_sent": False,
            "emergency": None,
            "answers": None,
        }
        self._rows.append(
            {**row, "text": text, "sent_at": self._at, **usual, "emergency": None, "answers": None, **more}
        )
        return self._last

    def write(self) -> None:
        """What was added so far, for whoever reads it in this transaction."""
        if self._rows:
            self._sql.execute(_ADD_MESSAGES, self._rows)
        if self._buttons:
            self._sql.execute(_ADD_BUTTONS, self._buttons)
        if self._post:
            self._post(self._sql, self.conversation, self._said())
        self._rows, self._buttons = [], []

    def _said(self) -> list[Entry]:
        """What was added and is not the person's own."""
        offered: dict[int, list[OfferedButton]] = defaultdict(list)
        for button in self._buttons:
            offered[button["sequence"]].append(OfferedButton(button["title"], button["token"]))
        rows = [row for row in self._rows if row["sender"] != Sender.PERSON.value]
        return [_entry(row, tuple(offered[row["sequence"]])) for row in rows]

    def done(self, **changed: Any) -> None:
        """Writes all of it; `changed` are other columns of the conversation."""
        self.write()
        values = {"last_sequence": self._last, "last_at": self._at, **changed}
        self._sql.execute(_CHANGE, {"of": self.conversation, **values})


def entries_after(sql: Connection, conversation: str, after: int) -> list[Entry]:
    """At most PAGE, in order."""
    these = {"of": conversation, "after": after}
    rows = sql.execute(_LATER, these).all()
    offered: dict[int, list[OfferedButton]] = defaultdict(list)
    if rows:
        for button in sql.execute(_OFFERED, {**these, "until": rows[-1].sequence}):
            offered[button.sequence].append(OfferedButton(button.title, button.token))
    return [_entry(row._mapping, tuple(offered[row.sequence])) for row in rows]


def _entry(row: Mapping[Any, Any], offered: tuple[OfferedButton, ...]) -> Entry:
    words = (Sender(row["sender"]), row["name"], row["text"], moment(row["sent_at"]))
    alarms = row["emergency"] is not None and row["sender"] != Sender.PERSON.value
    return Entry(row["sequence"], row["number"], *words, offered, alarms)
