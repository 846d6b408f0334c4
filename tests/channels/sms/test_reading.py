"""What Twilio brings of SMS, as it documents it."""

from __future__ import annotations

import pytest

from bot.channels.messaging.channel import Callback, InvalidSignature, Unreadable
from bot.channels.twilio.sms import HELPS, STARTS, STOPS, Sms
from bot.conversations.incoming import Command, Incoming
from tests.channels.driver import Request
from tests.channels.reading import WORDING, kinds, payload, read
from tests.channels.sms.driver import form, signed
from tests.channels.twilio.stand_in import SMS, TwilioStandIn
from tests.channels.whatsapp import driver as whatsapp

URL = "https://assistant.example.org/channels/sms"
CHANNEL = Sms(TwilioStandIn.settings("http://127.0.0.1:1"), SMS, WORDING, URL)
SID = "SM0a1b2c3d4e5f60718293a4b5c6d7e8f9"


def said(text: str | None = None, **more: object) -> tuple[Incoming, ...]:
    return (Incoming("sms", "+447700900555", SID, text, **more),)  # type: ignore[arg-type]


MEANS: dict[str, tuple[Incoming, ...]] = {
    "text": said("CID7023 & no code"),
    "empty": said(""),
    "picture": said(unopened="picture"),
    "contact": said(unopened="contact"),
    "stop": said("STOP", command=Command.STOP),
    "stop_noticed": said("Arret", command=Command.STOP),
    "start": said("Start", command=Command.START),
    "help": said("HELP", command=Command.HELP),
    "stop_in_a_sentence": said("please stop sending me to the wrong page"),
    "status_delivered": (),
    "status_undelivered": (),
    "status_failed": (),
}
NOT_ARRIVED = {
    "status_undelivered": "Twilio: undelivered (error 30003)",
    "status_failed": "Twilio: failed (error 30008)",
}


def test_every_recorded_kind_has_a_meaning() -> None:
    assert sorted(MEANS) == kinds("sms")


@pytest.mark.parametrize("kind", MEANS)
def test_a_recorded_message_is_read(kind: str) -> None:
    reading = read(CHANNEL, signed(payload("sms", kind)))
    assert reading.incoming == MEANS[kind]
    assert reading.callback == ((Callback(SID, NOT_ARRIVED[kind]),) if kind in NOT_ARRIVED else ())
    assert reading.answer.body == "<Response/>"


@pytest.mark.parametrize(("words", "command"), [(STOPS, Command.STOP), (STARTS, Command.START), (HELPS, Command.HELP)])
def test_words_about_messages_are_noticed_however_they_are_typed(words: tuple[str, ...], command: Command) -> None:
    for word in words:
        for typed in (word, word.upper(), f" {word.title()}. "):
            assert read(CHANNEL, signed(form("+447700900555", typed))).incoming[0].command is command


@pytest.mark.parametrize("signature", ["", "x", "é", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="])
def test_a_wrong_signature_is_refused(signature: str) -> None:
    request = signed(payload("sms", "text"))
    with pytest.raises(InvalidSignature):
        read(CHANNEL, Request(request.body, request.headers | {"x-twilio-signature": signature}))


def test_a_field_that_was_added_is_refused() -> None:
    request = signed(payload("sms", "text"))
    with pytest.raises(InvalidSignature):
        read(CHANNEL, Request(request.body + b"&OptOutType=STOP", request.headers))


def test_a_message_for_the_other_channel_is_refused() -> None:
    with pytest.raises(InvalidSignature):
        read(CHANNEL, whatsapp.signed(payload("whatsapp", "text")))


def test_another_account_is_refused() -> None:
    with pytest.raises(Unreadable):
        read(CHANNEL, signed(payload("sms", "text") | {"AccountSid": "AC" + "1" * 32}))
