"""Notifies subscribers in this process that a conversation changed. The change itself is read from the store."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Iterator

DESK = "desk"  # published when the desk's lists may have changed
ANY = "any"  # published together with every other event


class Notifier:
    """`publish` notifies the subscribers of one conversation or of all. A subscriber misses no event."""

    def __init__(self) -> None:
        self._subscribers: dict[str, set[asyncio.Event]] = defaultdict(set)

    @contextlib.contextmanager
    def subscribe(self, conversation: str, also: asyncio.Event | None = None) -> Iterator[asyncio.Event]:
        """Yields an event that every notification sets; clear it before reading the store.

        Give the event of another subscription as `also` to wait for several conversations with one event.
        """
        event = also or asyncio.Event()
        self._subscribers[conversation].add(event)
        try:
            yield event
        finally:
            self._subscribers[conversation].discard(event)
            if not self._subscribers[conversation]:
                del self._subscribers[conversation]

    def publish(self, conversation: str) -> None:
        for event in (*self._subscribers.get(conversation, ()), *self._subscribers.get(ANY, ())):
            event.set()

    def publish_all(self) -> None:
        for conversation in list(self._subscribers):
            self.publish(conversation)
