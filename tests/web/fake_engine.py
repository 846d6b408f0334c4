"""The engine's endpoint as the bot sees it over HTTP, answering from a table; it can be away, fail or take its time."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.conversations.engine import EngineUnavailable

Answers = Callable[[dict[str, Any]], list[dict[str, Any]]]


def echo(message: dict[str, Any]) -> list[dict[str, Any]]:
    """Repeats what was said or pressed, and offers two buttons."""
    words = message.get("text") or message.get("payload") or ""
    yes_or_no = [{"title": "Yes", "payload": "/affirm"}, {"title": "No", "payload": "/deny"}]
    return [{"text": f"You said: {words}"}, {"text": "Is that right?", "buttons": yes_or_no}]


@dataclass
class FakeEngine:
    """`heard` counts how often each message came; like the real endpoint it answers the same one the same way."""

    answers: Answers = echo
    status: int = 200
    away: bool = False
    may_answer: asyncio.Event | None = None
    heard: Counter[str] = field(default_factory=Counter)
    messages: list[dict[str, Any]] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)

    async def close(self) -> None:
        return

    async def ask(self, method: str, path: str, body: Any, timeout: float) -> tuple[int, bytes]:
        if self.away:
            raise EngineUnavailable("refused")
        if path == "/ready":
            return 200, b"{}"
        if path == "/erasures":
            self.forgotten.append(body["conversation"])
            return 200, b"{}"
        self.heard[body["id"]] += 1
        self.messages.append(body)
        if self.may_answer:
            await self.may_answer.wait()
        if self.status != 200:
            return self.status, b"{}"
        return 200, json.dumps(self.answers(body)).encode()
