"""A server in the engine's place, on a real socket of loopback, and the bot's client of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.engine.client.client import EngineClient
from tests.bot.building import message, run

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Ask = Callable[[EngineClient], Any]
ASKED = [
    pytest.param(lambda client: client.answer(message()), id="answer"),
    pytest.param(lambda client: client.parse("hello"), id="parse"),
]
PATIENT, IMPATIENT = 20.0, 0.05  # seconds


@dataclass(frozen=True)
class Sent:
    """What the engine got."""

    method: str
    url: str
    token: str
    body: Any


def asked(handler: Handler, ask: Ask, timeout: float = PATIENT) -> Any:
    """Over a real connection to a server that answers by `handler`."""

    async def whole() -> Any:
        async with TestServer(app_of(handler), host="127.0.0.1") as server:
            assert server.port
            return await and_close(EngineClient(server.port, "secret", timeout), ask)

    return run(whole())


def app_of(handler: Handler) -> web.Application:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    return app


async def and_close(engine: EngineClient, ask: Ask) -> Any:
    try:
        return await ask(engine)
    finally:
        await engine.close()


def answering(body: Any, status: int = 200) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        return web.json_response(body, status=status, headers={"location": "/elsewhere"} if status == 301 else {})

    return handler


def sent(ask: Ask) -> Sent:
    requests: list[Sent] = []

    async def handler(request: web.Request) -> web.Response:
        token = request.headers.get("authorization", "")
        requests.append(Sent(request.method, str(request.url), token, await request.json()))
        return web.json_response([])

    asked(handler, ask)
    return requests[0]
