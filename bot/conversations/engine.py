"""The interface to the engine, and how it can fail."""

from __future__ import annotations

from typing import Protocol

from bot.conversations.message import Message, Reply


class EngineUnavailable(Exception):
    """The engine is unreachable, slow or broken; the message says which."""


class EngineFailed(EngineUnavailable):
    """The engine was reached and could not answer this message."""


class Engine(Protocol):
    async def answer(self, message: Message) -> list[Reply]:
        """Raises EngineUnavailable."""
        ...
