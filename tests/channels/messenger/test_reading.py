"""What Messenger brings, as Meta's Messenger Platform documents it."""

from __future__ import annotations

import pytest

from bot.channels.messaging.channel import InvalidSignature
from bot.channels.messenger.channel import Messenger
from bot.conversations.incoming import Command, Incoming
from tests.channels.driver import Request
from tests.channels.messenger.driver import signed
from tests.channels.messenger.stand_in import VERIFY_TOKEN, MessengerStandIn
from tests.channels.reading import WORDING, kinds, payload, read

URL = "https://assistant.example.org/channels/messenger"
CHANNEL = Messenger(MessengerStandIn.settings("http://127.0.0.1:1"), WORDING, URL)
MID = "m_AG5Hz2Uq7tuwNEhXfYYKj8mJEM_QPpz5jdtRrQMbkOEUW3ldTRWbd7gFTWtVQzdXy8a5zkCaWTLr8p9XJqXvYw"
BUTTON = "dGhlLXRva2VuLW9mLWEtYnV0dG9u"


def said(text: str | None = None, number: str = MID, **more: object) -> tuple[Incoming, ...]:
    return (Incoming("messenger", "6543210987654321", number, text, **more),)  # type: ignore[arg-type]


MEANS: dict[str, tuple[Incoming, ...]] = {
    "text": said("I never get the code"),
    "quick_reply": said(button=BUTTON),
    "postback": said(button=BUTTON),
    "get_started": said("Get Started", command=Command.START),
    "batch": (*said("first", MID + "1"), *said("second", MID + "2")),
    "image": said(unopened="picture"),
    "audio": said(unopened="voice"),
    "video": said(unopened="video"),
    "file": said(unopened="file"),
    "location": said(unopened="place"),
    "sticker": said(unopened="sticker"),
    "image_with_text": said("it says this", unopened="picture"),
    "shared_link": said("https://www.nhs.uk"),
    "message_edit": said("it says CID7023", MID + ":1"),
    "echo": (),
    "delivery": (),
    "read": (),
    "reaction": (),
    "other_object": (),
}


def test_every_recorded_kind_has_a_meaning() -> None:
    assert sorted(MEANS) == kinds("messenger")


@pytest.mark.parametrize("kind", MEANS)
def test_a_recorded_event_is_read(kind: str) -> None:
    assert read(CHANNEL, signed(payload("messenger", kind))).incoming == MEANS[kind]


@pytest.mark.parametrize("signature", ["", "sha256=", "sha256=" + "0" * 64, "sha1=abc", "é"])
def test_a_wrong_signature_is_refused(signature: str) -> None:
    request = signed(payload("messenger", "text"))
    with pytest.raises(InvalidSignature):
        read(CHANNEL, Request(request.body, request.headers | {"x-hub-signature-256": signature}))


def test_a_body_that_was_changed_is_refused() -> None:
    request = signed(payload("messenger", "text"))
    with pytest.raises(InvalidSignature):
        read(CHANNEL, Request(request.body.replace(b"never", b"always"), request.headers))


def test_meta_is_shown_that_the_address_is_ours() -> None:
    query = f"?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={VERIFY_TOKEN}"
    assert read(CHANNEL, Request(b""), query, "GET").answer.body == "1158201444"


@pytest.mark.parametrize("query", ["", "?hub.challenge=1", "?hub.challenge=1&hub.verify_token=wrong"])
def test_nobody_else_learns_that(query: str) -> None:
    with pytest.raises(InvalidSignature):
        read(CHANNEL, Request(b""), query, "GET")


def test_a_message_without_its_id_costs_the_others_of_its_batch_nothing() -> None:
    body = payload("messenger", "batch")
    del body["entry"][0]["messaging"][0]["message"]["mid"]
    assert read(CHANNEL, signed(body)).incoming == said("second", MID + "2")


def test_a_query_with_too_many_fields_is_refused() -> None:
    with pytest.raises(InvalidSignature):
        read(CHANNEL, Request(b""), "?" + "&".join(f"f{n}=1" for n in range(30)), "GET")
