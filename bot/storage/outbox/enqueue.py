"""What was said to a person in a messaging channel goes into the outbox, in the transaction in which it was said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.conversations.entry import Entry
from bot.conversations.message import channel_of
from bot.storage.contacts.contacts import address_of
from bot.storage.contacts.opt_outs import Stops
from bot.storage.messages.transcript import Post
from bot.storage.outbox.outbox import hurry, put

AHEAD = timedelta(days=2)  # longer than anything waits
# Makes of one entry the parts in which a channel sends it; a part can be JSON.
Parts = Callable[[Entry], Sequence[Mapping[str, Any]]]


def posting(parts: Mapping[str, Parts], stops: Stops) -> Post:
    """`parts` by the name of the channel; what is said in another, such as the web, is not sent."""

    def post(sql: Connection, conversation: str, entries: Sequence[Entry]) -> None:
        channel = channel_of(conversation)
        if channel not in parts or not entries:
            return
        address = address_of(sql, conversation)
        if address is None or stops.holds(sql, channel, address):
            return
        # Somebody is there again: what failed before is tried at once. An emergency goes before everybody else's.
        urgent = any(entry.emergency for entry in entries)
        due = entries[0].sent_at - (AHEAD if urgent else timedelta())
        hurry(sql, channel, conversation, due)
        for entry in entries:
            for part in parts[channel](entry):
                body = {"to": address, **part}
                put(sql, channel, conversation, body, entry.sent_at, sequence=entry.sequence, due_at=due)

    return post
