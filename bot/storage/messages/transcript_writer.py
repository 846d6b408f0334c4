"""Appends messages to a conversation, with sequences without gaps."""

from __future__ import annotations

import secrets
import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, update

from bot.conversations.decision import Decision
from bot.conversations.entry import Entry, OfferedButton, Sender
from bot.conversations.message import ENGLISH, Reply
from bot.storage.messages.transcript import entry_of
from bot.storage.tables.conversations import conversations
from bot.storage.tables.messages import buttons, messages

# Gets the conversation and its new entries within the transaction, to send them where its channel needs that.
Enqueue = Callable[[Connection, str, Sequence[Entry]], None]

# Statements are built once: SQLAlchemy needs as long to build one as to run it.
_ADD_MESSAGES, _ADD_BUTTONS = insert(messages), insert(buttons)
_CHANGE = update(conversations).where(conversations.c.id == bindparam("of"))
_EMPTY = {
    "name": "",
    "payload": None,
    "pending": False,
    "waiting_message_sent": False,
    "emergency": None,
    "reply_to": None,
}


class TranscriptWriter:
    """Appends to one conversation within a transaction; call `finish` last."""

    def __init__(
        self,
        sql: Connection,
        conversation: str,
        *,
        last_sequence: int,
        at: datetime,
        assistant_name: str,
        language: str = ENGLISH,
        enqueue: Enqueue | None = None,
    ) -> None:
        self._sql = sql
        self.conversation = conversation
        self.language = language
        self._last = last_sequence
        self._at = at
        self._assistant = assistant_name
        self._enqueue = enqueue
        self._messages: list[dict[str, Any]] = []
        self._buttons: list[dict[str, Any]] = []

    def person_message(self, message_id: str, decision: Decision) -> int:
        """Returns the sequence of the message."""
        return self._add(
            Sender.PERSON,
            decision.text,
            message_id=message_id,
            payload=decision.payload,
            pending=not decision.settled,
            emergency=decision.emergency,
        )

    def agent_message(self, message_id: str, name: str, text: str) -> int:
        """Returns the sequence of the message."""
        return self._add(Sender.AGENT, text, message_id=message_id, name=name)

    def system_message(self, reply: Reply, message_id: str = "") -> None:
        """About the conversation itself; it may have buttons."""
        self._offer(self._add(Sender.SYSTEM, reply.text, message_id=message_id or _new_id()), reply)

    def message_for_assistant(self, text: str, payload: str) -> None:
        """Adds a system message that the assistant answers too: the engine is asked with `payload`."""
        self._add(Sender.SYSTEM, text, payload=payload, pending=True, waiting_message_sent=True)

    def assistant_reply(self, reply: Reply, reply_to: int | None = None, emergency: str | None = None) -> None:
        sequence = self._add(Sender.ASSISTANT, reply.text, name=self._assistant, reply_to=reply_to, emergency=emergency)
        self._offer(sequence, reply)

    def _offer(self, sequence: int, reply: Reply) -> None:
        self._buttons += [
            {
                "token": secrets.token_urlsafe(18),
                "conversation": self.conversation,
                "sequence": sequence,
                "position": position,
                "title": button.title,
                "payload": button.payload,
            }
            for position, button in enumerate(reply.buttons)
        ]

    def _add(self, sender: Sender, text: str, **columns: Any) -> int:
        self._last += 1
        row = {
            "conversation": self.conversation,
            "sequence": self._last,
            "message_id": _new_id(),
            "sender": sender.value,
            "text": text,
            "sent_at": self._at,
        }
        self._messages.append({**_EMPTY, **row, **columns})
        return self._last

    def flush(self) -> None:
        """Writes what was added so far, so that this transaction can read it."""
        if self._messages:
            self._sql.execute(_ADD_MESSAGES, self._messages)
        if self._buttons:
            self._sql.execute(_ADD_BUTTONS, self._buttons)
        if self._enqueue:
            self._enqueue(self._sql, self.conversation, self._new_entries())
        self._messages, self._buttons = [], []

    def _new_entries(self) -> list[Entry]:
        """Returns the new entries, without the person's own."""
        offered: dict[int, list[OfferedButton]] = defaultdict(list)
        for button in self._buttons:
            offered[button["sequence"]].append(OfferedButton(title=button["title"], token=button["token"]))
        rows = [row for row in self._messages if row["sender"] != Sender.PERSON.value]
        return [entry_of(row, offered[row["sequence"]]) for row in rows]

    def finish(self, **columns: Any) -> None:
        """Writes everything; `columns` are further changes of the conversation's row."""
        self.flush()
        values = {"last_sequence": self._last, "last_message_at": self._at, **columns}
        self._sql.execute(_CHANGE, {"of": self.conversation, **values})


def _new_id() -> str:
    return uuid.uuid4().hex
