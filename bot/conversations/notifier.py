"""Wakes whoever waits for news of a conversation, within this process; what the news is stands in the store."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Iterator

DESK = "desk"  # rung where the desk's lists may have changed
ANY = "any"  # rung with each of the others


class Notifier:
    """`publish` for a conversation, or for all. A waiter that listens misses no ring."""

    def __init__(self) -> None:
        self._waiters: dict[str, set[asyncio.Event]] = defaultdict(set)

    @contextlib.contextmanager
    def subscribe(self, conversation: str, also: asyncio.Event | None = None) -> Iterator[asyncio.Event]:
        """An event that each ring sets; the listener clears it before it looks. `also` listens to several."""
        event = also or asyncio.Event()
        self._waiters[conversation].add(event)
        try:
            yield event
        finally:
            self._waiters[conversation].discard(event)
            if not self._waiters[conversation]:
                del self._waiters[conversation]

    def publish(self, conversation: str) -> None:
        for event in (*self._waiters.get(conversation, ()), *self._waiters.get(ANY, ())):
            event.set()

    def publish_all(self) -> None:
        for conversation in list(self._waiters):
            self.publish(conversation)
