"""The messaging channels' settings: all of a channel's variables or none, and never a secret in an error."""

from __future__ import annotations

import pytest

from bot.channels.messaging.settings import NAMES, ChannelSettings
from bot.settings import SettingError
from content.files import ROOT

WHOLE = {
    "PUBLIC_URL": "https://assistant.example.org",
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


def test_without_variables_nothing_is_on() -> None:
    assert ChannelSettings.read({}).names == []


def test_with_all_of_them_every_channel_is_on() -> None:
    settings = ChannelSettings.read(WHOLE)
    assert settings.names == ["telegram", "slack", "messenger", "sms", "whatsapp"]
    assert "secret" not in repr(settings)


@pytest.mark.parametrize("name", sorted(set(WHOLE) - {"PUBLIC_URL", "SMS_FROM", "WHATSAPP_FROM"}))
def test_half_a_channel_is_an_error(name: str) -> None:
    with pytest.raises(SettingError, match=f"{name}.* must be set too"):
        ChannelSettings.read({key: value for key, value in WHOLE.items() if key != name})


def test_one_sender_is_enough_for_twilio_but_none_is_not() -> None:
    one = {key: value for key, value in WHOLE.items() if key != "WHATSAPP_FROM"}
    assert ChannelSettings.read(one).names[-1] == "sms"
    with pytest.raises(SettingError, match="SMS_FROM or WHATSAPP_FROM"):
        ChannelSettings.read({key: value for key, value in one.items() if key != "SMS_FROM"})


def test_providers_must_know_where_the_bot_is() -> None:
    with pytest.raises(SettingError, match="PUBLIC_URL must be set"):
        ChannelSettings.read({key: value for key, value in WHOLE.items() if key != "PUBLIC_URL"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_URL", "http://assistant.example.org"),
        ("PUBLIC_URL", "assistant.example.org"),
        ("TELEGRAM_TOKEN", "Bearer hunter2"),
        ("TELEGRAM_SECRET", "hunter2"),
        ("SLACK_TOKEN", "xoxp-hunter2"),
        ("SLACK_SIGNING_SECRET", "hunter2"),
        ("MESSENGER_VERIFY_TOKEN", "hunter2"),
        ("TWILIO_ACCOUNT", "hunter2"),
        ("SMS_FROM", "07700900123"),
        ("WHATSAPP_FROM", "whatsapp:+447700900124"),
    ],
)
def test_a_wrong_value_is_told_by_its_name(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"{name}.* must ") as caught:
        ChannelSettings.read(WHOLE | {name: value})
    assert "hunter2" not in str(caught.value)


def test_every_variable_is_in_the_docs() -> None:
    docs = (ROOT / "docs" / "channels.md").read_text("utf-8")
    assert [name for name in NAMES if f"`{name}`" not in docs] == []
