"""The bot's client of the engine: yes, no, too late and nonsense."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from bot.conversations.assistant import EngineUnavailable
from bot.conversations.message import Button, Message, Reply
from bot.engine.client import EngineClient, as_replies
from tests.bot.building import message, run

Handler = Callable[[httpx.Request], httpx.Response]
ASKED = [
    pytest.param(lambda client: client.answer(message()), id="answer"),
    pytest.param(lambda client: client.start(message()), id="start"),
    pytest.param(lambda client: client.parse("hello"), id="parse"),
]


def client(handler: Handler) -> EngineClient:
    return EngineClient(5005, "secret", 1, httpx.MockTransport(handler))


def asked(handler: Handler, ask: Callable[[EngineClient], Any]) -> Any:
    async def whole() -> Any:
        engine = client(handler)
        try:
            return await ask(engine)
        finally:
            await engine.close()

    return run(whole())


def answering(body: Any, status: int = 200) -> Handler:
    return lambda request: httpx.Response(status, json=body)


def sent(ask: Callable[[EngineClient], Any], answer: Any = ()) -> httpx.Request:
    """The request that the engine gets."""
    requests: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json=answer)

    asked(handler, ask)
    return requests[0]


# Yes


def test_a_message_goes_to_the_door_with_the_token() -> None:
    request = sent(lambda engine: engine.answer(message("no code")))
    assert request.method == "POST"
    assert str(request.url) == "http://127.0.0.1:5005/webhooks/door/messages"
    assert request.headers["authorization"] == "Bearer secret"


def test_typed_words_are_sent_as_text() -> None:
    assert json.loads(sent(lambda engine: engine.answer(message("no code"))).content) == {
        "id": "m1",
        "conversation": "c1",
        "now": "2026-06-02T14:00:00",
        "text": "no code",
    }


def test_a_pressed_button_is_sent_as_a_payload_and_not_as_text() -> None:
    body = json.loads(sent(lambda engine: engine.answer(message("Yes", "/affirm"))).content)
    assert body["payload"] == "/affirm"
    assert "text" not in body


def test_a_session_is_started_without_words() -> None:
    request = sent(lambda engine: engine.start(message("")))
    assert request.url.path == "/webhooks/door/sessions"
    assert "text" not in json.loads(request.content)


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
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example:3128")
    assert not EngineClient(5005, "secret", 1)._http.trust_env


# No, too late, nonsense


@pytest.mark.parametrize("ask", ASKED)
@pytest.mark.parametrize("status", [301, 400, 401, 404, 500, 503])
def test_a_refusal_makes_the_engine_unavailable_and_names_the_status(
    ask: Callable[[EngineClient], Any], status: int
) -> None:
    with pytest.raises(EngineUnavailable, match=str(status)):
        asked(answering([], status), ask)


def test_the_token_is_in_no_error() -> None:
    with pytest.raises(EngineUnavailable) as caught:
        asked(answering([], 401), lambda engine: engine.answer(message()))
    assert "secret" not in str(caught.value)


def failing(error: type[httpx.TransportError]) -> Handler:
    def handler(request: httpx.Request) -> httpx.Response:
        raise error("too bad", request=request)

    return handler


@pytest.mark.parametrize("ask", ASKED)
@pytest.mark.parametrize("error", [httpx.ReadTimeout, httpx.ConnectTimeout, httpx.PoolTimeout])
def test_an_engine_that_is_too_slow_is_said_to_be(
    ask: Callable[[EngineClient], Any], error: type[httpx.TransportError]
) -> None:
    with pytest.raises(EngineUnavailable, match="it took too long"):
        asked(failing(error), ask)


@pytest.mark.parametrize("ask", ASKED)
@pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ReadError, httpx.RemoteProtocolError])
def test_an_engine_that_is_away_is_unavailable(
    ask: Callable[[EngineClient], Any], error: type[httpx.TransportError]
) -> None:
    with pytest.raises(EngineUnavailable, match=error.__name__):
        asked(failing(error), ask)


@pytest.mark.parametrize("error", [httpx.ReadTimeout, httpx.ConnectError])
def test_an_engine_that_is_away_is_not_ready(error: type[httpx.TransportError]) -> None:
    assert asked(failing(error), lambda engine: engine.ready()) is False


@pytest.mark.parametrize("ask", ASKED)
@pytest.mark.parametrize("content", [b"", b"<html>", b"{", b"\xff\xfe"])
def test_an_answer_that_is_no_json_makes_it_unavailable(ask: Callable[[EngineClient], Any], content: bytes) -> None:
    with pytest.raises(EngineUnavailable):
        asked(lambda request: httpx.Response(200, content=content), ask)


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
    assert json.loads(request.content)["now"] == "2026-06-02T14:00:00"
