"""What Twilio brings of WhatsApp, as it documents it."""

from __future__ import annotations

import pytest

from bot.channels.messaging.channel import Callback
from bot.channels.twilio.whatsapp import WhatsApp
from bot.conversations.incoming import Choice, Command, Incoming
from tests.channels.reading import WORDING, kinds, payload, read
from tests.channels.twilio.stand_in import WHATSAPP, TwilioStandIn
from tests.channels.whatsapp.driver import signed

URL = "https://assistant.example.org/channels/whatsapp"
CHANNEL = WhatsApp(TwilioStandIn.settings("http://127.0.0.1:1"), WHATSAPP, WORDING, URL)
SID = "SM0a1b2c3d4e5f60718293a4b5c6d7e8f9"


def said(text: str | None = None, **more: object) -> tuple[Incoming, ...]:
    return (Incoming("whatsapp", "+447700900556", SID, text, **more),)  # type: ignore[arg-type]


MEANS: dict[str, tuple[Incoming, ...]] = {
    "text": said("no code comes"),
    "button": said(choice=Choice(1, "Yes", "SM" + "f" * 32)),
    "picture": said(unopened="picture"),
    "sticker": said(unopened="sticker"),
    "voice": said(unopened="voice"),
    "file": said(unopened="file"),
    "location": said(unopened="place"),
    "stop": said("Stop.", command=Command.STOP),
    "status_read": (),
    "status_failed": (),
}


def test_every_recorded_kind_has_a_meaning() -> None:
    assert sorted(MEANS) == kinds("whatsapp")


@pytest.mark.parametrize("kind", MEANS)
def test_a_recorded_message_is_read(kind: str) -> None:
    reading = read(CHANNEL, signed(payload("whatsapp", kind)))
    assert reading.incoming == MEANS[kind]
    callback = (Callback(SID, "Twilio: failed (error 63016)"),) if kind == "status_failed" else ()
    assert reading.callback == callback


@pytest.mark.parametrize("pressed", ["", "0x1", "\N{ARABIC-INDIC DIGIT ONE}", "123", "talk_to_a_person"])
def test_a_button_that_is_none_of_ours_is_read_as_words(pressed: str) -> None:
    request = signed(payload("whatsapp", "button") | {"ButtonPayload": pressed})
    assert read(CHANNEL, request).incoming == said("Yes")


def test_the_words_beside_a_file_are_read_and_its_name_is_not() -> None:
    beside = signed(payload("whatsapp", "file") | {"Body": "please look at this. I am scared"})
    assert read(CHANNEL, beside).incoming == said("please look at this. I am scared", unopened="file")


@pytest.mark.parametrize(
    "words",
    [
        "I want to kill myself. My email is mavis@example.com",
        "i have taken an overdose.pdf",
        "my login email is mavis@example.com",
        "it stops at access.login.nhs.uk",
    ],
)
def test_words_are_never_taken_for_a_files_name(words: str) -> None:
    beside = signed(payload("whatsapp", "file") | {"Body": words})
    assert read(CHANNEL, beside).incoming == said(words, unopened="file")


@pytest.mark.parametrize("word", ["end", "quit", "cancel"])
def test_words_that_only_sms_gives_a_meaning_are_words_here(word: str) -> None:
    """WhatsApp itself acts on none; in a conversation they mean other things."""
    request = signed(payload("whatsapp", "text") | {"Body": word})
    assert read(CHANNEL, request).incoming[0].command is Command.NONE
