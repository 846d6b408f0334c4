"""Closes connections that send no request, or no complete head, within HEAD_TIME.

uvicorn limits the head only in its slower parser, and waits for a first request without a limit.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LARGEST_HEAD = 32 * 1024  # bytes
HEAD_TIME = 20.0  # seconds; the body has a separate limit (bot/http/guard.py)


class Connection(HttpToolsProtocol):
    _head = 0
    _too_slow: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._have_head()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        self._await_head()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._have_head()
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._too_slow is None or self.transport.is_closing():
            return
        self._head += len(data)
        if self._head > LARGEST_HEAD:
            self._have_head()
            self.send_400_response("The head of the request is too large.")

    def _await_head(self) -> None:
        self._have_head()
        self._head = 0
        self._too_slow = self.loop.call_later(HEAD_TIME, self.transport.abort)

    def _have_head(self) -> None:
        if self._too_slow is not None:
            self._too_slow.cancel()
            self._too_slow = None
