"""The bot's client of the engine: what is sent, and what is made of the answers."""

from __future__ import annotations

import re

import pytest

from bot.conversations.message import Button, Message, Reply
from bot.engine.client.client import as_replies
from tests.bot.building import message
from tests.bot.engine_server import answering, asked, sent


def test_a_message_goes_to_the_endpoint_with_the_token() -> None:
    request = sent(lambda engine: engine.answer(message("no code")))
    assert request.method == "POST"
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/webhooks/engine/messages", request.url)
    assert request.token == "Bearer secret"


def test_typed_words_are_sent_as_text() -> None:
    assert sent(lambda engine: engine.answer(message("no code"))).body == {
        "id": "m1",
        "conversation": "c1",
        "now": "2026-06-02T14:00:00",
        "language": "en",
        "text": "no code",
    }


def test_a_pressed_button_is_sent_as_a_payload_and_not_as_text() -> None:
    body = sent(lambda engine: engine.answer(message("Yes", "/affirm"))).body
    assert body["payload"] == "/affirm"
    assert "text" not in body


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
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert asked(answering({}), lambda engine: engine.parse("hello")) == {}


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
