"""The bot's client of the engine: yes, no, too late and nonsense."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.conversations.assistant import EngineUnavailable
from bot.conversations.message import Button, Message, Reply
from bot.engine.client import EngineClient, as_replies
from bot.processes import free_port
from tests.bot.building import message, run

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Ask = Callable[[EngineClient], Any]
ASKED = [
    pytest.param(lambda client: client.answer(message()), id="answer"),
    pytest.param(lambda client: client.start(message()), id="start"),
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


# Yes


def test_a_message_goes_to_the_door_with_the_token() -> None:
    request = sent(lambda engine: engine.answer(message("no code")))
    assert request.method == "POST"
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/webhooks/door/messages", request.url)
    assert request.token == "Bearer secret"


def test_typed_words_are_sent_as_text() -> None:
    assert sent(lambda engine: engine.answer(message("no code"))).body == {
        "id": "m1",
        "conversation": "c1",
        "now": "2026-06-02T14:00:00",
        "text": "no code",
    }


def test_a_pressed_button_is_sent_as_a_payload_and_not_as_text() -> None:
    body = sent(lambda engine: engine.answer(message("Yes", "/affirm"))).body
    assert body["payload"] == "/affirm"
    assert "text" not in body


def test_a_session_is_started_without_words() -> None:
    request = sent(lambda engine: engine.start(message("")))
    assert request.url.endswith("/webhooks/door/sessions")
    assert "text" not in request.body


def test_replies_have_their_buttons() -> None:
    body = [{"text": "Hello."}, {"text": "Right?", "buttons": [{"title": "Yes", "payload": "/affirm"}]}]
    replies = asked(answering(body), lambda engine: engine.answer(message()))
    assert replies == [Reply("Hello."), Reply("Right?", (Button("Yes", "/affirm"),))]


def test_a_text_is_parsed() -> None:
    parsed = asked(answering({"intent": {"name": "greet"}}), lambda engine: engine.parse("hello"))
    assert parsed == {"intent": {"name": "greet"}}


@pytest.mark.parametrize(("status", "ready"), [(200, True), (503, False), (401, False), (500, False)])
def test_the_engine_is_ready_only_when_it_says_so(status: int, ready: bool) -> None:
    assert asked(answering({}, status), lambda engine: engine.ready()) is ready


def test_the_environments_proxy_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The token stays on loopback."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert asked(answering({}), lambda engine: engine.parse("hello")) == {}


# No, too late, nonsense


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


# Data


def test_data_belongs_to_the_words_before_it() -> None:
    replies = as_replies([{"text": "One."}, {"text": "Two."}, {"custom": {"handover": {"case_number": "K7M"}}}])
    assert replies == [Reply("One."), Reply("Two.", (), {"handover": {"case_number": "K7M"}})]


def test_data_leaves_the_buttons_of_its_words() -> None:
    words = {"text": "Right?", "buttons": [{"title": "Yes", "payload": "/affirm"}]}
    (reply,) = as_replies([words, {"custom": {"amendment": {}}}])
    assert reply.buttons == (Button("Yes", "/affirm"),)


def test_data_of_two_kinds_is_joined() -> None:
    (reply,) = as_replies([{"text": "One."}, {"custom": {"handover": 1}}, {"custom": {"amendment": 2}}])
    assert reply.data == {"handover": 1, "amendment": 2}


def test_data_before_any_words_is_not_lost() -> None:
    replies = as_replies([{"custom": {"handover": {"case_number": "K7M"}}}, {"text": "One."}])
    assert any(reply.data.get("handover") for reply in replies)


def test_an_empty_message_is_no_reply() -> None:
    assert as_replies([{"text": ""}, {}, {"text": "One.", "buttons": None}]) == [Reply("One.")]


def test_a_message_at_a_second_between_seconds_is_sent_to_the_second() -> None:
    at = message().at.replace(microsecond=123456)
    request = sent(lambda engine: engine.answer(Message("m1", "c1", "hello", at)))
    assert request.body["now"] == "2026-06-02T14:00:00"
