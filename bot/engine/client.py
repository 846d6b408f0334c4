"""The bot's client of the engine's door."""

from __future__ import annotations

from typing import Any

import httpx

from bot.conversations.assistant import EngineFailed, EngineUnavailable
from bot.conversations.message import Button, Message, Reply

AWAY = {401, 503}  # another engine than ours, or one that still starts


async def actions_ready(port: int) -> bool:
    """Whether the action server answers."""
    try:
        async with httpx.AsyncClient(trust_env=False) as http:
            answer = await http.get(f"http://127.0.0.1:{port}/health", timeout=4)
            return answer.status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


class EngineClient:
    """Speaks to the door on loopback; every failure is an EngineUnavailable. `transport` is for tests."""

    def __init__(
        self, port: int, token: str, timeout: float, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._http = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}/webhooks/door",
            headers={"authorization": f"Bearer {token}"},
            timeout=timeout,
            transport=transport or httpx.AsyncHTTPTransport(),
            trust_env=False,
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def ready(self) -> bool:
        """Whether the model is loaded and the tracker store answers."""
        try:
            return (await self._http.get("/ready", timeout=5)).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    async def start(self, message: Message) -> list[Reply]:
        return as_replies(await self._post("/sessions", _envelope(message)))

    async def answer(self, message: Message) -> list[Reply]:
        words = {"text": message.text} if message.payload is None else {"payload": message.payload}
        return as_replies(await self._post("/messages", _envelope(message) | words))

    async def forget(self, conversation: str) -> None:
        """Erases what the engine keeps of a conversation."""
        await self._post("/erasures", {"conversation": conversation})

    async def parse(self, text: str, *, why: bool = False) -> dict[str, Any]:
        """What the engine makes of a text: Rasa's parse data, with its reasons if asked for."""
        parsed = await self._post("/parse", {"text": text, "why": why})
        if not isinstance(parsed, dict):
            raise EngineUnavailable("the engine's answer is not an object")
        return parsed

    async def _post(self, path: str, body: dict[str, Any]) -> Any:
        try:
            response = await self._http.post(path, json=body)
            response.raise_for_status()
            return response.json()
        except httpx.TimeoutException as error:
            raise EngineUnavailable("it took too long") from error
        except httpx.HTTPStatusError as error:
            kind = EngineUnavailable if error.response.status_code in AWAY else EngineFailed
            raise kind(f"{type(error).__name__}: {error}") from error
        except (httpx.HTTPError, ValueError) as error:
            raise EngineUnavailable(f"{type(error).__name__}: {error}") from error


def _envelope(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "conversation": message.conversation,
        "now": message.at.isoformat(timespec="seconds"),
        **({"channel": message.channel} if message.channel else {}),
        **({"case_number": message.case_number} if message.case_number else {}),
    }


def as_replies(messages: Any) -> list[Reply]:
    """Rasa's messages as replies; data without words belongs to the words before it."""
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
