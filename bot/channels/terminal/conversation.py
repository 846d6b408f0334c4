"""A conversation with a bot in this process, for the terminal and for the recorded test conversations.

Messages take the same path as in every other channel.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.conversations.entry import Entry, OfferedButton, Sender
from bot.conversations.incoming import Choice
from bot.conversations.message import Reply
from bot.conversations.notifier import Notifier
from bot.conversations.reception import Reception
from bot.conversations.refusals import Refused

LIMIT = 60.0  # seconds for an answer


@dataclass(frozen=True)
class ShownReply:
    """An entry that the person reads, with the data that the engine sent beside it."""

    entry: Entry
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.entry.text

    @property
    def buttons(self) -> tuple[OfferedButton, ...]:
        return self.entry.buttons


class Replies:
    """Collects from the worker what the engine sent, and whether the engine was unreachable."""

    def __init__(self) -> None:
        self._data: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
        self._unanswered: set[str] = set()

    def replied(self, conversation: str, replies: Sequence[Reply]) -> None:
        self._unanswered.discard(conversation)
        for reply in replies:
            if reply.data:
                self._data.setdefault((conversation, reply.text), []).append(reply.data)

    def postponed(self, conversation: str) -> None:
        self._unanswered.add(conversation)

    def is_postponed(self, conversation: str) -> bool:
        return conversation in self._unanswered

    def shown_reply(self, conversation: str, entry: Entry) -> ShownReply:
        kept = self._data.get((conversation, entry.text))
        return ShownReply(entry, kept.pop(0)) if kept else ShownReply(entry)


class Conversation:
    """Call `begin` first. Every method returns what the person reads next; a refusal is in `refused`."""

    def __init__(self, reception: Reception, notifier: Notifier, replies: Replies, channel: str) -> None:
        self._reception = reception
        self._notifier = notifier
        self._replies = replies
        self._channel = channel
        self._read = 0
        self.id = ""
        self.buttons: tuple[OfferedButton, ...] = ()
        self.refused: Refused | None = None

    async def begin(self) -> list[ShownReply]:
        self.id = await self._reception.open(self._channel, self._channel)
        return await self.read()

    async def say(self, text: str) -> list[ShownReply]:
        return await self._send(text=text)

    async def press(self, button: OfferedButton) -> list[ShownReply]:
        return await self._send(button=button.token)

    async def choose(self, number: int, typed: str) -> list[ShownReply]:
        """Presses the `number`-th button, counted from 1; sends the text if there is none."""
        return await self._send(text=typed, choice=Choice(number))

    async def read(self) -> list[ShownReply]:
        """Returns the new entries, without the person's own messages."""
        entries = await self._reception.entries(self.id, self._read)
        if entries:
            self._read = entries[-1].sequence
        told = [self._replies.shown_reply(self.id, entry) for entry in entries if entry.sender is not Sender.PERSON]
        if entries:
            self.buttons = entries[-1].buttons
        return told

    async def _send(self, **said: Any) -> list[ShownReply]:
        self.refused = None
        try:
            sequence = (await self._reception.accept(self.id, uuid.uuid4().hex, **said)).sequence
        except Refused as error:
            self.refused = error
            return []
        await self.settled(sequence)
        return await self.read()

    async def settled(self, sequence: int) -> None:
        """Waits until the message is answered or the person has been told that the answer comes later."""
        async with asyncio.timeout(LIMIT):
            with self._notifier.subscribe(self.id) as news:
                while not (await self._is_answered(sequence) or self._replies.is_postponed(self.id)):
                    await news.wait()
                    news.clear()

    async def _is_answered(self, sequence: int) -> bool:
        state = await self._reception.state(self.id)
        return state.handled_up_to >= sequence or state.holder.value != "assistant"
