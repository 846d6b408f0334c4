"""Streams a conversation's events (server-sent events) as soon as they are in the store."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.channels.web.shapes import shown
from bot.conversations.holder import Holder
from bot.conversations.inbox import State
from bot.conversations.notifier import Notifier
from bot.conversations.reception import Reception
from bot.conversations.refusals import Gone, Refused

HEARTBEAT = 15.0  # seconds
SOON = 2.0  # seconds, while somebody is writing
RECONNECT = 2000  # milliseconds until a browser tries again
MOST_A_CONVERSATION = 10  # streams: a tab each


class TooManyStreams(Refused):
    kind = "too-many-streams"


@dataclass
class StreamState:
    """What one stream has sent so far, so that nothing is sent twice."""

    sequence: int
    last: dict[str, Any] = field(default_factory=dict)

    @property
    def typing(self) -> bool:
        """Whether the stream last showed that somebody is typing, which ends without an event."""
        return bool(self.last.get("typing", {}).get("typing"))

    def changed(self, event: str, data: Any) -> bytes:
        if self.last.get(event) == data:
            return b""
        self.last[event] = data
        return as_event(event, data)


class Streams:
    """Limits the streams to `most` in this process; a page that is refused polls instead."""

    def __init__(self, reception: Reception, notifier: Notifier, most: int, assistant_name: str) -> None:
        self._reception = reception
        self._notifier = notifier
        self._most = most
        self._assistant = assistant_name
        self._stopping = False
        self._open: Counter[str] = Counter()  # by conversation; the bell has other listeners too

    def open(self) -> int:
        """Returns the number of open streams."""
        return self._open.total()

    @contextlib.contextmanager
    def _counted(self, conversation: str) -> Iterator[None]:
        self._open[conversation] += 1
        try:
            yield
        finally:
            self._open[conversation] -= 1
            self._open += Counter()  # those without any go

    def check(self, conversation: str) -> None:
        """Raises TooManyStreams."""
        if self.open() >= self._most or self._open[conversation] >= MOST_A_CONVERSATION:
            raise TooManyStreams(retry_after=30)

    def stop(self) -> None:
        """Ends every stream."""
        self._stopping = True
        self._notifier.publish_all()

    async def events(self, conversation: str, after: int) -> AsyncIterator[bytes]:
        """Yields events until the conversation is erased or the bot stops."""
        sent = StreamState(after)
        with self._counted(conversation), self._notifier.subscribe(conversation) as news:
            yield f"retry: {RECONNECT}\n\n".encode()
            while not self._stopping:
                news.clear()
                try:
                    new_events = await self._news(conversation, sent)
                except Gone:
                    yield as_event("ended", {})
                    return
                except Refused:
                    return  # the store fails: the page comes again
                if new_events:
                    yield new_events
                try:
                    await asyncio.wait_for(news.wait(), SOON if sent.typing else HEARTBEAT)
                except TimeoutError:
                    yield b": still here\n\n"

    async def current_state(self, conversation: str, after: int) -> AsyncIterator[bytes]:
        """Yields the current state once."""
        try:
            yield await self._news(conversation, StreamState(after, {"typing": {}}))
        except Gone:
            yield as_event("ended", {})
        except Refused:
            return  # the store fails: the page asks again

    def _typing(self, conversation: str, state: State) -> dict[str, Any]:
        if state.holder is Holder.AGENT:
            name = self._reception.typing.name(conversation, "agent")
            return {"sender": "agent", "name": name or state.holder_name, "typing": name is not None}
        return {"sender": "assistant", "name": self._assistant, "typing": self._reception.is_typing(conversation)}

    async def _news(self, conversation: str, sent: StreamState) -> bytes:
        """Returns the new events.

        The state is read before the messages, so that "read up to" is never ahead of the messages shown.
        """
        parts = []
        while True:
            news = await self._reception.news(conversation, sent.sequence)
            for entry in news.entries:
                parts.append(as_event("message", shown(entry).model_dump(mode="json"), entry.sequence))
                sent.sequence = entry.sequence
            if not news.more:
                break
        state = news.state
        typing = self._typing(conversation, state)
        if typing["typing"] or "typing" in sent.last:
            parts.append(sent.changed("typing", typing))
        parts.append(sent.changed("read", {"up_to": state.handled_up_to}))
        parts.append(sent.changed("holder", _holder(state)))
        parts.append(sent.changed("notice", {"banner": news.banner.text, "paused": news.banner.paused}))
        if state.ended:
            parts.append(sent.changed("ended", {}))
        return b"".join(parts)


def _holder(state: State) -> dict[str, Any]:
    place = {"position": state.place.position, "minutes": state.place.minutes} if state.place else {}
    return {"holder": state.holder.value, "name": state.holder_name, **place}


def as_event(event: str, data: Any, sequence: int | None = None) -> bytes:
    """Formats an event; one data line is enough because the JSON has no line breaks."""
    head = f"id: {sequence}\n" if sequence is not None else ""
    return f"{head}event: {event}\ndata: {json.dumps(data)}\n\n".encode()
