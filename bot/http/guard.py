"""Checks every request: limits the size and the time of its body, and adds the security headers to the response."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.http.problems import problem
from bot.http.refusal_texts import refusal_text

logger = logging.getLogger(__name__)
LARGEST_BODY = 128 * 1024  # bytes
LARGEST_BATCH = 2 * 1024 * 1024  # of a provider: Meta brings up to 1,000 updates at once
BODY_TIME = 15.0  # seconds for the whole body
HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=(), payment=()",
    b"cross-origin-opener-policy": b"same-origin",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    b"cache-control": b"no-store",
}


class Guard:
    """An ASGI middleware. Headers that a response sets itself are kept."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *((name, value) for name, value in HEADERS.items() if name not in given),
                ]
            await send(message)

        try:
            body = await _whole_body(scope, receive)
        except _TooLarge:
            if _is_providers(scope):
                logger.warning("A request for %s was refused: it is too large", scope["path"])
            answer = problem("too-large", 413, refusal_text("too-large"))
            await answer(scope, receive, send_with_headers)
            return
        except TimeoutError:
            answer = problem("too-slow", 408, refusal_text("too-slow"))
            await answer(scope, receive, send_with_headers)
            return
        await self._app(scope, _after(body, receive), send_with_headers)


class _TooLarge(Exception):
    pass


async def _whole_body(scope: Scope, receive: Receive) -> bytes:
    """Raises _TooLarge and TimeoutError."""
    largest = LARGEST_BATCH if _is_providers(scope) else LARGEST_BODY
    length = dict(scope["headers"]).get(b"content-length", b"0")
    if length.isdigit() and int(length) > largest:
        raise _TooLarge
    if scope["method"] in {"GET", "HEAD"}:
        return b""
    body = bytearray()
    async with asyncio.timeout(BODY_TIME):
        more: Any = True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                break
            body += message.get("body", b"")
            if len(body) > largest:
                raise _TooLarge
            more = message.get("more_body", False)
    return bytes(body)


def _is_providers(scope: Scope) -> bool:
    return bool(scope["path"].startswith("/channels/"))


def _after(body: bytes, receive: Receive) -> Receive:
    """Returns the body once, then what follows it: the end of the connection."""
    given = False

    async def next_message() -> Message:
        nonlocal given
        if not given:
            given = True
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return next_message
