"""The bot's client of the engine's endpoint."""

from __future__ import annotations

import json
from typing import Any

import httpx

from bot.conversations.engine import EngineFailed, EngineUnavailable
from bot.conversations.message import Button, Message, Reply
from bot.engine.client.transport import HttpTransport, Transport

READY_LIMIT = 5.0  # seconds
AWAY = {401, 503}  # another engine than ours, or one that still starts


async def actions_ready(port: int) -> bool:
    """Returns whether the action server answers."""
    try:
        async with httpx.AsyncClient(trust_env=False) as http:
            answer = await http.get(f"http://127.0.0.1:{port}/health", timeout=4)
            return answer.status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


class EngineClient:
    """Speaks to the endpoint on loopback; every failure is an EngineUnavailable. `transport` is for tests."""

    def __init__(self, port: int, token: str, timeout: float, transport: Transport | None = None) -> None:
        self._timeout = timeout
        self._transport = transport or HttpTransport(port, token)

    async def close(self) -> None:
        await self._transport.close()

    async def ready(self) -> bool:
        """Returns whether the model is loaded and the tracker store answers."""
        try:
            status, _ = await self._transport.ask("GET", "/ready", None, READY_LIMIT)
        except EngineUnavailable:
            return False
        return status == httpx.codes.OK

    async def answer(self, message: Message) -> list[Reply]:
        words = {"text": message.text} if message.payload is None else {"payload": message.payload}
        return as_replies(await self._post("/messages", _envelope(message) | words))

    async def forget(self, conversation: str) -> None:
        """Erases the engine's data about a conversation."""
        await self._post("/erasures", {"conversation": conversation})

    async def parse(self, text: str, *, why: bool = False) -> dict[str, Any]:
        """Returns Rasa's parse data for a text, with reasons if `why` is given."""
        parsed = await self._post("/parse", {"text": text, "why": why})
        if not isinstance(parsed, dict):
            raise EngineUnavailable("the engine's answer is not an object")
        return parsed

    async def _post(self, path: str, body: dict[str, Any]) -> Any:
        status, content = await self._transport.ask("POST", path, body, self._timeout)
        if status != httpx.codes.OK:
            raise (EngineUnavailable if status in AWAY else EngineFailed)(f"it answered {status} to {path}")
        try:
            return json.loads(content)
        except ValueError as error:
            raise EngineUnavailable("its answer is not JSON") from error


def _envelope(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "conversation": message.conversation,
        "now": message.at.isoformat(timespec="seconds"),
        "language": message.language,
        **({"channel": message.channel} if message.channel else {}),
        **({"case_number": message.case_number} if message.case_number else {}),
    }


def as_replies(messages: Any) -> list[Reply]:
    """Converts Rasa's messages to replies; data without text belongs to the text before it."""
    if not isinstance(messages, list):
        raise EngineUnavailable("the engine's answer is not a list")
    try:
        return _joined(messages)
    except (AttributeError, KeyError, TypeError) as error:
        raise EngineUnavailable(f"the engine's answer is nonsense: {error!r}") from error


def _joined(messages: list[Any]) -> list[Reply]:
    replies: list[Reply] = []
    early: dict[str, Any] = {}  # data that comes before any words goes with the first
    for message in messages:
        data = {**(message.get("custom") or {})}
        if data and replies:
            before = replies.pop()
            replies.append(Reply(before.text, before.buttons, {**before.data, **data}))
        elif data:
            early |= data
        elif message.get("text"):
            buttons = tuple(Button(b["title"], b["payload"]) for b in message.get("buttons") or ())
            replies.append(Reply(message["text"], buttons, early))
            early = {}
    if early:
        raise KeyError("data without words")
    return replies
