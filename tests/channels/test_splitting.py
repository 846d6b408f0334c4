"""Texts in parts: nothing is lost, nothing is too long, and SMS counts as the networks count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.messaging.splitting import split
from bot.channels.twilio.gsm import PART, PART_UCS2, is_gsm, sms_parts, units, units_ucs2
from bot.channels.twilio.sms import Sms
from bot.conversations.entry import Entry
from bot.http.responses import ResponseTexts
from tests.channels.reading import WORDING
from tests.channels.sending import entry
from tests.channels.twilio.stand_in import SMS, TwilioStandIn

CHANNEL = Sms(TwilioStandIn.settings("http://127.0.0.1:1"), SMS, WORDING, "https://assistant.example.org/channels/sms")


@given(st.text(max_size=600), st.integers(5, 200))
def test_nothing_is_lost_and_no_part_is_too_long(text: str, most: int) -> None:
    parts = split(text, most)
    assert all(0 < len(part) <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(st.text(max_size=600))
def test_an_sms_never_holds_more_than_one_part(text: str) -> None:
    for part in sms_parts(text):
        assert (units(part) <= PART) if is_gsm(part) else (units_ucs2(part) <= PART_UCS2)


def test_sentences_stay_whole_where_they_fit() -> None:
    text = "The first sentence is here. The second is longer than the first one. The third."
    assert split(text, 50) == ["The first sentence is here.", "The second is longer than the first one.", "The third."]


def test_paragraphs_stay_together_where_they_fit() -> None:
    assert split("One.\n\nTwo.\n\nThree.", 12) == ["One.\n\nTwo.", "Three."]


def test_an_address_is_never_cut() -> None:
    text = "word " * 30 + "https://help.login.nhs.uk/contact and more words"
    assert any("https://help.login.nhs.uk/contact" in part for part in sms_parts(text))


@pytest.mark.parametrize(("text", "length"), [("a" * 160, 1), ("a " * 80 + "b", 2), ("€" * 80, 1), ("€ " * 60, 2)])
def test_some_characters_take_two_units(text: str, length: int) -> None:
    assert len(sms_parts(text)) == length


def test_typography_becomes_plain_so_that_a_part_holds_more() -> None:
    assert sms_parts("It\u2019s \u201cfine\u201d \u2013 really\u2026") == ['It\'s "fine" - really...']


def every_response() -> list[Entry]:
    words = ResponseTexts.read(
        {"assistant_name": "the NHS login assistant", "support_link": "https://help.login.nhs.uk/contact"}
    )
    return [entry(words.ready_made(name, {})) for name in words.names]


def test_every_response_fits_into_a_few_sms_without_formatting() -> None:
    for said in every_response():
        parts = CHANNEL.parts(said)
        assert len(parts) <= (4 if is_gsm(said.text) else 6), said.text
        assert not any(mark in part["text"] for part in parts for mark in ("**", "](", "<b>"))


def test_every_link_is_readable_whole() -> None:
    for said in every_response():
        assert "](" not in said.text
        assert "<a" not in said.text


def test_the_greeting_by_sms_takes_two() -> None:
    values = {"assistant_name": "the NHS login assistant", "support_link": "https://help.login.nhs.uk/contact"}
    greeting = ResponseTexts.read(values).reply("utter_session_start", channel="sms")
    assert len(CHANNEL.parts(entry(greeting.text))) == 2
