"""The engine's door as the bot sees it over HTTP, answering from a table; it can be away, fail or take its time."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

Answers = Callable[[dict[str, Any]], list[dict[str, Any]]]


def echo(message: dict[str, Any]) -> list[dict[str, Any]]:
    """Repeats what was said or pressed, and offers two buttons."""
    words = message.get("text") or message.get("payload") or ""
    yes_or_no = [{"title": "Yes", "payload": "/affirm"}, {"title": "No", "payload": "/deny"}]
    return [{"text": f"You said: {words}"}, {"text": "Is that right?", "buttons": yes_or_no}]


@dataclass
class FakeDoor(httpx.AsyncBaseTransport):
    """`heard` counts how often each message came; like the real door it answers the same one the same way."""

    answers: Answers = echo
    status: int = 200
    away: bool = False
    may_answer: asyncio.Event | None = None
    heard: Counter[str] = field(default_factory=Counter)
    messages: list[dict[str, Any]] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.away:
            raise httpx.ConnectError("refused", request=request)
        if request.url.path.endswith("/ready"):
            return httpx.Response(200, json={"ready": True}, request=request)
        body = json.loads(await request.aread())
        if request.url.path.endswith("/erasures"):
            self.forgotten.append(body["conversation"])
            return httpx.Response(200, json={}, request=request)
        self.heard[body["id"]] += 1
        self.messages.append(body)
        if self.may_answer:
            await self.may_answer.wait()
        if self.status != 200:
            return httpx.Response(self.status, json={}, request=request)
        return httpx.Response(200, json=self.answers(body), request=request)
