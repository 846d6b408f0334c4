"""Adds messages to people in messaging channels to the outbox, in the transaction that stores them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.conversations.entry import Entry
from bot.conversations.message import channel_of
from bot.storage.contacts.contacts import address_of
from bot.storage.contacts.opt_outs import OptOuts
from bot.storage.messages.transcript_writer import Enqueue
from bot.storage.outbox.deliveries import add_delivery, bring_forward

AHEAD = timedelta(days=2)  # longer than anything waits
# Makes of one entry the parts in which a channel sends it; a part can be JSON.
MakeParts = Callable[[Entry], Sequence[Mapping[str, Any]]]


def enqueue_messages(part_makers: Mapping[str, MakeParts], opt_outs: OptOuts) -> Enqueue:
    """Returns the function that queues messages for the channels in `part_makers`; others need none."""

    def enqueue(sql: Connection, conversation: str, entries: Sequence[Entry]) -> None:
        channel = channel_of(conversation)
        if channel not in part_makers or not entries:
            return
        address = address_of(sql, conversation)
        if address is None or opt_outs.has(sql, channel, address):
            return
        # The person is there again: what failed before is sent at once. An emergency goes before everything else.
        urgent = any(entry.emergency for entry in entries)
        due = entries[0].sent_at - (AHEAD if urgent else timedelta())
        bring_forward(sql, channel, conversation, due)
        for entry in entries:
            for part in part_makers[channel](entry):
                body = {"to": address, **part}
                add_delivery(sql, channel, conversation, body, entry.sent_at, sequence=entry.sequence, due_at=due)

    return enqueue
