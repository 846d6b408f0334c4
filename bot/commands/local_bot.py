"""A bot inside this process, with a temporary store and engine; it leaves nothing behind.

Messages take the usual path: reception, store, worker, engine.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from copy import replace
from dataclasses import dataclass
from pathlib import Path

from bot.channels.messaging.registry import Messaging
from bot.channels.terminal.clock import Clock
from bot.channels.terminal.conversation import Conversation, Replies
from bot.commands.processes import Processes, free_port
from bot.container import Container
from bot.conversations.message import Reply
from bot.conversations.reception import random_id
from bot.engine.client.transport import Transport
from bot.monitoring.health import Metrics
from bot.settings import Settings

WITHOUT_LIMIT = 1_000_000
CHANNEL = "terminal"


class ObservedMetrics(Metrics):
    """Counts as usual and also reports the worker's replies to `replies`."""

    def __init__(self, replies: Replies) -> None:
        super().__init__()
        self._replies = replies

    def replied(self, conversation: str, replies: Sequence[Reply]) -> None:
        self._replies.replied(conversation, replies)

    def postponed(self, conversation: str) -> None:
        self._replies.postponed(conversation)


@dataclass
class Names:
    """Returns the ids of conversations: `next` once, otherwise random ones."""

    next: str = ""

    def __call__(self) -> str:
        name, self.next = self.next or random_id(), ""
        return name


@dataclass
class LocalBot:
    """`processes` is None if it does not run its own engine."""

    container: Container
    clock: Clock
    replies: Replies
    settings: Settings
    names: Names
    processes: Processes | None = None

    def conversation(self, channel: str = CHANNEL, name: str = "") -> Conversation:
        """Returns a conversation that is not open yet. `name` is part of its id and selects the variants."""
        self.names.next = name
        return Conversation(self.container.reception, self.container.notifier, self.replies, channel)


@contextlib.asynccontextmanager
async def local_bot(
    settings: Settings, model: Path, clock: Clock, progress: Callable[[str], None]
) -> AsyncIterator[LocalBot]:
    """Starts a bot with a private engine and action server. Raises CannotStart and Unavailable."""
    with tempfile.TemporaryDirectory(prefix="nhs-login-") as scratch:
        folder = Path(scratch)
        own = replace(own_settings(settings, folder), engine_port=free_port(), actions_port=free_port())
        with Processes(own, model, folder / "tracker.db", folder / "log") as processes:
            await processes.wait_until_ready(progress)
            async with running(own, clock) as bot:
                bot.processes = processes
                yield bot


@contextlib.asynccontextmanager
async def running(
    settings: Settings,
    clock: Clock,
    transport: Transport | None = None,
) -> AsyncIterator[LocalBot]:
    """Starts a bot with an engine that runs already, or with `transport`; the store is in `settings.data_dir`."""
    replies, names = Replies(), Names()
    container = Container.open(settings, clock, transport, Messaging(), metrics=ObservedMetrics(replies), new_id=names)
    async with container.running():
        yield LocalBot(container, clock, replies, settings, names)


def own_settings(settings: Settings, folder: Path) -> Settings:
    """Returns settings without limits and with a store in `folder`."""
    return replace(
        settings,
        data_dir=folder,
        database="",
        messages_a_minute=WITHOUT_LIMIT,
        conversations_an_hour=WITHOUT_LIMIT,
    )
