"""Calls a provider's JSON API over HTTP, for providers without a maintained library."""

from __future__ import annotations

from typing import Any

import httpx

from bot.conversations.outbox import NotYet


class Api:
    """`name` is the provider's, for causes; `base` the address that paths follow; `timeout` is in seconds."""

    def __init__(self, name: str, base: str, timeout: float, headers: dict[str, str] | None = None) -> None:
        self.name = name
        usual = {"accept": "application/json"}
        self._http = httpx.AsyncClient(
            base_url=base, headers={**usual, **(headers or {})}, timeout=timeout, trust_env=False
        )

    async def call(self, method: str, path: str, **more: Any) -> tuple[httpx.Response, dict[str, Any]]:
        """Returns the status and the object of the response. Raises NotYet if there is no response."""
        try:
            answer = await self._http.request(method, path, **more)
        except httpx.HTTPError as error:  # its text could hold the address, and that a token
            raise NotYet(f"{self.name} cannot be reached: {type(error).__name__}") from None
        try:
            body = answer.json()
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise NotYet(f"{self.name} answered {answer.status_code} with nonsense")
        return answer, body

    async def close(self) -> None:
        await self._http.aclose()


def seconds(value: object) -> float | None:
    """Parses a waiting time from a provider: a whole number of seconds."""
    text = str(value or "")[:6]
    return float(text) if text.isascii() and text.isdigit() else None
