"""The messaging channels' settings: all of a channel's variables or none, and never a secret in an error."""

from __future__ import annotations

import pytest

from bot.channels.messaging.registry import Messaging
from bot.settings.environment import SettingError

PUBLIC_URL = "https://assistant.example.org"
WHOLE = {
    "TELEGRAM_TOKEN": "123456:AAHsecret",
    "TELEGRAM_SECRET": "a-secret-of-ours-0123",
    "SLACK_TOKEN": "xoxb-1-secret",
    "SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
    "MESSENGER_TOKEN": "EAAsecret",
    "MESSENGER_APP_SECRET": "fedcba9876543210",
    "MESSENGER_VERIFY_TOKEN": "verify-secret-of-ours",
    "TWILIO_ACCOUNT": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "authsecret",
    "SMS_FROM": "+447700900123",
    "WHATSAPP_FROM": "+447700900124",
}


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in WHOLE.items() if name not in names}


def test_without_variables_nothing_is_on() -> None:
    assert Messaging.read(PUBLIC_URL, {}).names == []


def test_with_all_of_them_every_channel_is_on() -> None:
    messaging = Messaging.read(PUBLIC_URL, WHOLE)
    assert messaging.names == ["messenger", "slack", "telegram", "sms", "whatsapp"]
    assert "secret" not in repr(messaging)


@pytest.mark.parametrize("name", sorted(set(WHOLE) - {"SMS_FROM", "WHATSAPP_FROM"}))
def test_half_a_channel_is_an_error(name: str) -> None:
    with pytest.raises(SettingError, match=f"half set up: {name} must be set too"):
        Messaging.read(PUBLIC_URL, without(name))


@pytest.mark.parametrize("name", ["TELEGRAM_API", "MESSENGER_API"])
def test_a_providers_address_alone_is_an_error(name: str) -> None:
    with pytest.raises(SettingError, match="half set up"):
        Messaging.read(PUBLIC_URL, {name: "https://provider.example.org"})


def test_one_sender_is_enough_for_twilio_but_none_is_not() -> None:
    assert Messaging.read(PUBLIC_URL, without("WHATSAPP_FROM")).names[-1] == "sms"
    with pytest.raises(SettingError, match="SMS_FROM or WHATSAPP_FROM"):
        Messaging.read(PUBLIC_URL, without("SMS_FROM", "WHATSAPP_FROM"))


def test_providers_must_know_where_the_bot_is() -> None:
    with pytest.raises(SettingError, match="PUBLIC_URL must be set"):
        Messaging.read("", WHOLE)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_TOKEN", "Bearer hunter2"),
        ("TELEGRAM_SECRET", "hunter2"),
        ("TELEGRAM_API", "127.0.0.1:8081"),
        ("SLACK_TOKEN", "xoxp-hunter2"),
        ("SLACK_SIGNING_SECRET", "hunter2"),
        ("MESSENGER_VERIFY_TOKEN", "hunter2"),
        ("MESSENGER_API", "http://graph.example.org"),
        ("TWILIO_ACCOUNT", "hunter2"),
        ("SMS_FROM", "07700900123"),
        ("WHATSAPP_FROM", "whatsapp:+447700900124"),
    ],
)
def test_a_wrong_value_is_refused_with_the_variables_name(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"^{name} .*must ") as caught:
        Messaging.read(PUBLIC_URL, WHOLE | {name: value})
    assert "hunter2" not in str(caught.value)
