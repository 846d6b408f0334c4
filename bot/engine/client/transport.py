"""The transport to the engine: HTTP on loopback, with aiohttp, which takes a seventh of httpx's time per message."""

from __future__ import annotations

import json
from typing import Any, Protocol

import aiohttp

from bot.conversations.engine import EngineUnavailable

KEEP_ALIVE = 60.0  # seconds; the engine ends a connection after 120


class Transport(Protocol):
    """What the client needs from a transport."""

    async def ask(self, method: str, path: str, body: Any, timeout: float) -> tuple[int, bytes]:
        """Returns the response's status and content. Raises EngineUnavailable after `timeout` seconds without one."""
        ...

    async def close(self) -> None: ...


class HttpTransport:
    """Uses no proxy and follows no redirects, so that the token stays on loopback."""

    def __init__(self, port: int, token: str) -> None:
        self._base = f"http://127.0.0.1:{port}/webhooks/engine"
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._session: aiohttp.ClientSession | None = None

    def _open(self) -> aiohttp.ClientSession:
        """Opens the session on first use, since it belongs to the event loop that is running then."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=KEEP_ALIVE)
            jar = aiohttp.DummyCookieJar()
            self._session = aiohttp.ClientSession(connector=connector, headers=self._headers, cookie_jar=jar)
        return self._session

    async def ask(self, method: str, path: str, body: Any, timeout: float) -> tuple[int, bytes]:
        data = None if body is None else json.dumps(body).encode()
        limit = aiohttp.ClientTimeout(total=timeout)
        try:
            asking = self._open().request(method, self._base + path, data=data, timeout=limit, allow_redirects=False)
            async with asking as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise EngineUnavailable("it took too long") from error
        except (aiohttp.ClientError, OSError) as error:
            raise EngineUnavailable(f"{type(error).__name__}: {error}") from error

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
