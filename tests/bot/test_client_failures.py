"""The bot's client of the engine: no, too late and nonsense."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.commands.processes import free_port
from bot.conversations.engine import EngineUnavailable
from bot.engine.client.client import EngineClient
from tests.bot.building import message, run
from tests.bot.engine_server import ASKED, IMPATIENT, PATIENT, Ask, Handler, and_close, answering, app_of, asked


@pytest.mark.parametrize("ask", ASKED)
@pytest.mark.parametrize("status", [301, 400, 401, 404, 500, 503])
def test_a_refusal_makes_the_engine_unavailable_and_names_the_status(ask: Ask, status: int) -> None:
    with pytest.raises(EngineUnavailable, match=str(status)):
        asked(answering([], status), ask)


def test_the_token_is_in_no_error() -> None:
    with pytest.raises(EngineUnavailable) as caught:
        asked(answering([], 401), lambda engine: engine.answer(message()))
    assert "secret" not in str(caught.value)


async def never(request: web.Request) -> web.Response:
    await asyncio.Event().wait()
    raise AssertionError


async def half(request: web.Request) -> web.StreamResponse:
    """Begins to answer, and does not go on."""
    response = web.StreamResponse(headers={"content-length": "100"})
    await response.prepare(request)
    await response.write(b"[")
    await asyncio.Event().wait()
    return response


async def cut(request: web.Request) -> web.Response:
    assert request.transport
    request.transport.abort()
    return web.Response()


async def garbage(request: web.Request) -> web.Response:
    assert request.transport
    request.transport.write(b"220 mail.example.org ESMTP\r\n\r\n")
    request.transport.close()
    return web.Response()


@pytest.mark.parametrize("ask", ASKED)
@pytest.mark.parametrize("handler", [never, half])
def test_an_engine_that_is_too_slow_is_said_to_be(ask: Ask, handler: Handler) -> None:
    with pytest.raises(EngineUnavailable, match="it took too long"):
        asked(handler, ask, IMPATIENT)


@pytest.mark.parametrize("ask", ASKED)
@pytest.mark.parametrize(("handler", "why"), [(cut, "ServerDisconnected|Reset"), (garbage, "Bad|Response|Payload")])
def test_an_engine_that_breaks_off_is_unavailable(ask: Ask, handler: Handler, why: str) -> None:
    with pytest.raises(EngineUnavailable, match=why):
        asked(handler, ask)


@pytest.mark.parametrize("ask", ASKED)
def test_an_engine_that_is_away_is_unavailable(ask: Ask) -> None:
    with pytest.raises(EngineUnavailable, match="ClientConnector"):
        run(and_close(EngineClient(free_port(), "secret", PATIENT), ask))


def test_an_engine_that_is_away_is_not_ready() -> None:
    assert run(and_close(EngineClient(free_port(), "secret", PATIENT), EngineClient.ready)) is False


def test_after_the_engine_was_away_it_is_found_again() -> None:
    """By the same client: a connection that ended is not taken again."""

    async def whole() -> list[Any]:
        port = free_port()
        engine, found = EngineClient(port, "secret", PATIENT), []
        for _ in range(2):
            async with TestServer(app_of(answering({})), host="127.0.0.1", port=port):
                found.append(await engine.ready())
            found.append(await engine.ready())
        await engine.close()
        return found

    assert run(whole()) == [True, False, True, False]


@pytest.mark.parametrize("ask", ASKED)
@pytest.mark.parametrize("content", [b"", b"<html>", b"{", b"\xff\xfe"])
def test_an_answer_that_is_no_json_makes_it_unavailable(ask: Ask, content: bytes) -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.Response(body=content)

    with pytest.raises(EngineUnavailable):
        asked(handler, ask)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": "Hello."},
        "Hello.",
        7,
        None,
        ["Hello."],
        [None],
        [[{"text": "Hello."}]],
        [{"text": "Right?", "buttons": [{"title": "Yes"}]}],
        [{"text": "Right?", "buttons": ["Yes"]}],
        [{"text": "Right?"}, {"custom": "handover"}],
    ],
)
def test_an_answer_of_another_form_makes_it_unavailable(body: Any) -> None:
    with pytest.raises(EngineUnavailable):
        asked(answering(body), lambda engine: engine.answer(message()))


@pytest.mark.parametrize("body", [[], "hello", 7])
def test_a_parse_of_another_form_makes_it_unavailable(body: Any) -> None:
    with pytest.raises(EngineUnavailable, match="not an object"):
        asked(answering(body), lambda engine: engine.parse("hello"))
