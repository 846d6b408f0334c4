"""What Slack brings, as its Events API and Block Kit document it."""

from __future__ import annotations

import pytest
from slack_sdk.signature import Clock

from bot.channels.messaging.channel import InvalidSignature, Unreadable
from bot.channels.slack.channel import Slack
from bot.conversations.incoming import Incoming
from tests.channels.driver import Request
from tests.channels.reading import WORDING, kinds, payload, read
from tests.channels.slack.driver import signed
from tests.channels.slack.stand_in import SlackStandIn

NOW = 1780394400


class FrozenClock(Clock):
    def now(self) -> float:
        return NOW


CHANNEL = Slack(
    SlackStandIn.settings("http://127.0.0.1:1"), WORDING, "https://assistant.example.org/channels/slack", FrozenClock()
)


def said(text: str | None, unopened: str = "") -> tuple[Incoming, ...]:
    return (Incoming("slack", "U0MAVIS", "Ev0MDYHUEL", text, unopened=unopened),)


MEANS: dict[str, tuple[Incoming, ...]] = {
    "url_verification": (),
    "direct_message": said("No code & <nothing> comes, my email is mavis@example.com, see https://www.nhs.uk"),
    "message_changed": said("it says CID7023"),
    "link_shown": (),
    "message_deleted": (),
    "parent_deleted": (),
    "file_share": said(None, "picture"),
    "file_with_text": said("this is what it says", "picture"),
    "voice_clip": said(None, "voice"),
    "own_message": (),
    "app_mention": said("my NHS login is disabled"),
    "channel_message": (),
    "rate_limited_event": (),
}


def test_every_recorded_kind_has_a_meaning() -> None:
    assert sorted([*MEANS, "block_actions"]) == kinds("slack")


@pytest.mark.parametrize("kind", MEANS)
def test_a_recorded_event_is_read(kind: str) -> None:
    assert read(CHANNEL, signed(payload("slack", kind), at=NOW)).incoming == MEANS[kind]


def test_slack_is_shown_that_the_address_is_ours() -> None:
    answer = read(CHANNEL, signed(payload("slack", "url_verification"), at=NOW)).answer
    assert answer.body == "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"


def test_a_pressed_button_is_read_and_the_same_press_is_the_same_message() -> None:
    channel = Slack(
        SlackStandIn.settings("http://127.0.0.1:1"), WORDING, "https://assistant.example.org/channels/slack"
    )
    first, again = (read(channel, signed(payload("slack", "block_actions"))).incoming for _ in range(2))
    assert first == again
    assert (first[0].address, first[0].button) == ("U0MAVIS", "dGhlLXRva2VuLW9mLWEtYnV0dG9u")


@pytest.mark.parametrize(("age", "taken"), [(0, True), (299, True), (301, False), (-301, False)])
def test_a_signature_holds_for_five_minutes(age: int, taken: bool) -> None:
    request = signed(payload("slack", "direct_message"), at=NOW - age)
    if taken:
        assert read(CHANNEL, request).incoming
    else:
        with pytest.raises(InvalidSignature):
            read(CHANNEL, request)


@pytest.mark.parametrize("name", ["x-slack-signature", "x-slack-request-timestamp"])
@pytest.mark.parametrize("value", ["", "v0=" + "0" * 64, "é", "1e9", "nan", "9" * 400])
def test_a_wrong_signature_is_refused(name: str, value: str) -> None:
    request = signed(payload("slack", "direct_message"), at=NOW)
    with pytest.raises(InvalidSignature):
        read(CHANNEL, Request(request.body, request.headers | {name: value}))


def test_a_signature_of_another_secret_is_refused() -> None:
    with pytest.raises(InvalidSignature):
        read(CHANNEL, signed(payload("slack", "direct_message"), secret="0" * 32, at=NOW))


def test_an_event_without_its_id_is_refused() -> None:
    with pytest.raises(Unreadable):
        read(CHANNEL, signed({"type": "event_callback", "event": {"type": "message"}}, at=NOW))
