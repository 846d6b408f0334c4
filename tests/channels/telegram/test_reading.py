"""What Telegram brings, as its Bot API documents it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.channels.messaging.channel import InvalidSignature, Unreadable
from bot.channels.telegram.channel import Telegram
from bot.conversations.incoming import Command, Incoming
from tests.channels.driver import Request
from tests.channels.reading import WORDING, kinds, payload, read
from tests.channels.telegram.driver import signed
from tests.channels.telegram.stand_in import TelegramStandIn

CHANNEL = Telegram(
    TelegramStandIn.settings("http://127.0.0.1:1"), WORDING, "https://assistant.example.org/channels/telegram"
)


def said(text: str | None = None, **more: object) -> tuple[Incoming, ...]:
    """The number of what is typed is made of its words (below); here it is left out."""
    return (Incoming("telegram", "700900", "", text, **more),)  # type: ignore[arg-type]


MEANS: dict[str, tuple[Incoming, ...]] = {
    "text": said("No code & <b>nothing</b> comes"),
    "start_command": said("/start", command=Command.START),
    "help_command": said("/help", command=Command.HELP),
    "command_with_words": said("/help I want to kill myself"),
    "edited_message": said("my email is mavis@example.com"),
    "photo": said(unopened="picture"),
    "photo_with_caption": said("it says CID7023", unopened="picture"),
    "sticker": said(unopened="sticker"),
    "voice": said(unopened="voice"),
    "video_note": said(unopened="video"),
    "document": said(unopened="file"),
    "location": said(unopened="place"),
    "contact": said(unopened="contact"),
    "poll": said(unopened="other"),
    "pinned": (),
    "group_text": (),
    "group_joined": (),
    "callback_query": (Incoming("telegram", "700900", "10000", button="dGhlLXRva2VuLW9mLWEtYnV0dG9u"),),
    "callback_in_group": (),
    "my_chat_member": (),
}


def test_every_recorded_kind_has_a_meaning() -> None:
    assert sorted(MEANS) == kinds("telegram")


@pytest.mark.parametrize("kind", MEANS)
def test_a_recorded_update_is_read(kind: str) -> None:
    incoming = read(CHANNEL, signed(payload("telegram", kind))).incoming
    assert tuple(one if one.button else replace(one, message_id="") for one in incoming) == MEANS[kind]


def number_of(kind: str, named: str = "message", **changes: object) -> str:
    """Of the recorded update, as a new message or an edited one, with changes to its message."""
    update = payload("telegram", kind)
    message = {**update["message"], **changes}
    (incoming,) = read(CHANNEL, signed({"update_id": 10001, named: message})).incoming
    return incoming.message_id


def test_an_edit_is_heard_only_when_its_words_are_new() -> None:
    said_first = number_of("text")
    assert number_of("text", "edited_message", edit_date=1780394460) == said_first
    assert number_of("text", "edited_message", text="no code, it is CID7023") != said_first
    assert number_of("text", message_id=77) != said_first


def test_a_live_location_is_one_message() -> None:
    moved = {"latitude": 51.6, "longitude": -0.1, "live_period": 28800}
    assert number_of("location", "edited_message", location=moved) == number_of("location")


def test_a_pressed_button_is_acknowledged_in_the_answer() -> None:
    answer = read(CHANNEL, signed(payload("telegram", "callback_query"))).answer
    assert json.loads(answer.body) == {"method": "answerCallbackQuery", "callback_query_id": "4382bfdwdsb323b2d9"}


def test_in_a_group_it_says_only_that_it_helps_in_private() -> None:
    answer = json.loads(read(CHANNEL, signed(payload("telegram", "group_text"))).answer.body)
    assert (answer["method"], answer["chat_id"]) == ("sendMessage", -1001234567890)
    assert answer["text"].startswith("I can only help in a private chat.")


def in_a_group(named: str = "message", **changes: object) -> str:
    """What is answered there."""
    message = {**payload("telegram", "group_text")["message"], "entities": [], **changes}
    reading = read(CHANNEL, signed({"update_id": 1, named: message}))
    assert reading.incoming == ()
    return str(json.loads(reading.answer.body)["text"]) if reading.answer.body else ""


def test_in_a_group_a_cry_for_help_is_answered_and_nothing_that_is_said_to_others() -> None:
    assert "999" in in_a_group(text="/start I have taken an overdose and I am dying")
    assert "999" in in_a_group(text=None, caption="my husband has chest pain and cannot breathe")
    assert in_a_group(text="see you at the village hall") == ""
    assert in_a_group("edited_message", text="@a_bot hello", entities=[{"type": "mention"}]) == ""
    assert in_a_group(text="hello", reply_to_message={"from": {"is_bot": True}}).startswith("I can only help")


@pytest.mark.parametrize("secret", ["", "wrong", "webhook-secret_012345678", "é"])
def test_without_the_secret_token_nothing_is_read(secret: str) -> None:
    with pytest.raises(InvalidSignature):
        read(CHANNEL, signed(payload("telegram", "text"), secret))


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"update_id": "x\\u0000"}', b'{"update_id": 1, "message": {"text": "hello"}}', b"[" * 9999],
    ids=["empty", "a list", "broken", "no id", "no chat", "too deep"],
)
def test_what_is_not_an_update_is_refused(body: bytes) -> None:
    headers = signed({}).headers
    with pytest.raises(Unreadable):
        read(CHANNEL, Request(body, headers))
