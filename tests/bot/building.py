"""Messages, an engine that answers from a list, and words that only name their response."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from bot.conversations.engine import EngineUnavailable
from bot.conversations.message import Message, Reply

T = TypeVar("T")
NOW = datetime(2026, 6, 2, 14, 0)


def message(text: str = "hello", payload: str | None = None) -> Message:
    return Message("m1", "c1", text, NOW, payload)


@dataclass
class FakeEngine:
    """Answers every message with `replies`, or is away. `asked` are the messages that it got."""

    replies: Sequence[Reply] = (Reply("From the engine."),)
    away: bool = False
    asked: list[Message] = field(default_factory=list)
    started: list[Message] = field(default_factory=list)

    async def start(self, message: Message) -> list[Reply]:
        self.started.append(message)
        return self._replies()

    async def answer(self, message: Message) -> list[Reply]:
        self.asked.append(message)
        return self._replies()

    def _replies(self) -> list[Reply]:
        if self.away:
            raise EngineUnavailable("it took too long")
        return list(self.replies)


def say(name: str, **values: str) -> str:
    """The response's name and values in place of its words."""
    return " ".join([name, *values.values()])


def run(work: Coroutine[Any, Any, T]) -> T:
    """A coroutine to its end."""
    return asyncio.run(work)
