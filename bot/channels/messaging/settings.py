"""The messaging channels that are on, read once from the environment; docs/channels.md says where each value is found.

A channel is on when all of its variables are set, off when none is; half of them are an error.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.settings import SettingError

TELEGRAM = ("TELEGRAM_TOKEN", "TELEGRAM_SECRET")
SLACK = ("SLACK_TOKEN", "SLACK_SIGNING_SECRET")
MESSENGER = ("MESSENGER_TOKEN", "MESSENGER_APP_SECRET", "MESSENGER_VERIFY_TOKEN")
TWILIO = ("TWILIO_ACCOUNT", "TWILIO_AUTH_TOKEN")
SENDERS = ("SMS_FROM", "WHATSAPP_FROM")
NAMES = ("PUBLIC_URL", *TELEGRAM, "TELEGRAM_API", *SLACK, *MESSENGER, "MESSENGER_API", *TWILIO, *SENDERS)
URL = re.compile(r"https://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/[\w./-]*)?")
API = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/[\w./-]*)?")
PHONE = re.compile(r"\+[1-9]\d{6,14}")
SENDER = re.compile(r"\+[1-9]\d{6,14}|MG[0-9a-f]{32}")
SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")  # Telegram allows no other characters
TOKENS = {
    "TELEGRAM_TOKEN": (re.compile(r"\d+:[A-Za-z0-9_-]+"), "123456:ABC-DEF"),
    "TELEGRAM_SECRET": (SECRET, "16 or more letters, figures, _ and -"),
    "SLACK_TOKEN": (re.compile(r"xoxb-[A-Za-z0-9-]+"), "xoxb-..."),
    "SLACK_SIGNING_SECRET": (re.compile(r"[0-9a-f]{16,}"), "0123456789abcdef..."),
    "MESSENGER_VERIFY_TOKEN": (SECRET, "16 or more letters, figures, _ and -"),
    "TWILIO_ACCOUNT": (re.compile(r"AC[0-9a-f]{32}"), "AC and 32 figures or letters to f"),
}


@dataclass(frozen=True)
class TelegramSettings:
    token: str = field(repr=False)
    secret: str = field(repr=False)  # ours: Telegram sends it with each webhook
    api: str = "https://api.telegram.org"
    timeout: float = 20.0  # seconds


@dataclass(frozen=True)
class SlackSettings:
    token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    api: str = "https://slack.com"
    timeout: int = 20  # seconds


@dataclass(frozen=True)
class MessengerSettings:
    token: str = field(repr=False)  # of the page
    app_secret: str = field(repr=False)
    verify_token: str = field(repr=False)  # ours: Meta sends it once
    api: str = "https://graph.facebook.com/v24.0"
    timeout: float = 20.0  # seconds


@dataclass(frozen=True)
class TwilioSettings:
    """`api` stands in for all of Twilio's addresses, in tests; empty: Twilio's own."""

    account: str
    auth_token: str = field(repr=False)
    sms_from: str = ""  # a number, or a messaging service
    whatsapp_from: str = ""
    api: str = ""
    timeout: float = 20.0  # seconds


@dataclass(frozen=True)
class ChannelSettings:
    """`public_url` is where providers reach the bot, without a slash at the end."""

    public_url: str = ""
    telegram: TelegramSettings | None = None
    slack: SlackSettings | None = None
    messenger: MessengerSettings | None = None
    twilio: TwilioSettings | None = None

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> ChannelSettings:
        """Raises SettingError with a sentence; it never shows a secret."""
        given = {name: environment.get(name) or "" for name in NAMES}
        for name, (pattern, example) in TOKENS.items():
            if given[name] and not pattern.fullmatch(given[name]):
                raise SettingError(f"{name} must look like this: {example}.")
        made = cls(
            _like(given, "PUBLIC_URL", URL, "https://assistant.example.org").rstrip("/"),
            _telegram(given),
            _slack(given),
            _messenger(given),
            _twilio(given),
        )
        if made.names and not made.public_url:
            raise SettingError(f"PUBLIC_URL must be set: {made.names[0]} has to know where the bot is.")
        return made

    @property
    def names(self) -> list[str]:
        """Of the channels that are on."""
        on = {"telegram": self.telegram, "slack": self.slack, "messenger": self.messenger}
        twilio = {"sms": self.twilio and self.twilio.sms_from, "whatsapp": self.twilio and self.twilio.whatsapp_from}
        return [name for name, settings in {**on, **twilio}.items() if settings]


def _telegram(given: Mapping[str, str]) -> TelegramSettings | None:
    if not _on(given, TELEGRAM, "Telegram", ("TELEGRAM_API",)):
        return None
    api = _like(given, "TELEGRAM_API", API, "http://127.0.0.1:8081").rstrip("/")
    return TelegramSettings(given["TELEGRAM_TOKEN"], given["TELEGRAM_SECRET"], api or TelegramSettings.api)


def _slack(given: Mapping[str, str]) -> SlackSettings | None:
    on = _on(given, SLACK, "Slack")
    return SlackSettings(given["SLACK_TOKEN"], given["SLACK_SIGNING_SECRET"]) if on else None


def _messenger(given: Mapping[str, str]) -> MessengerSettings | None:
    if not _on(given, MESSENGER, "Messenger", ("MESSENGER_API",)):
        return None
    api = _like(given, "MESSENGER_API", URL, "https://graph.facebook.com/v24.0").rstrip("/")
    token, app_secret, verify_token = (given[name] for name in MESSENGER)
    return MessengerSettings(token, app_secret, verify_token, api or MessengerSettings.api)


def _twilio(given: Mapping[str, str]) -> TwilioSettings | None:
    if not _on(given, TWILIO, "Twilio", SENDERS):
        return None
    sms = _like(given, "SMS_FROM", SENDER, "+447700900123 or a messaging service's MG...")
    whatsapp = _like(given, "WHATSAPP_FROM", PHONE, "+447700900123")
    if not sms and not whatsapp:
        raise SettingError("Twilio is half set up: SMS_FROM or WHATSAPP_FROM must be set too.")
    return TwilioSettings(given["TWILIO_ACCOUNT"], given["TWILIO_AUTH_TOKEN"], sms, whatsapp)


def _on(given: Mapping[str, str], names: Sequence[str], what: str, with_them: Sequence[str] = ()) -> bool:
    """Raises SettingError where only some are set; `with_them` are of no use without `names`."""
    missing = [name for name in names if not given[name]]
    if missing and any(given[name] for name in (*names, *with_them)):
        raise SettingError(f"{what} is half set up: {' and '.join(missing)} must be set too.")
    return not missing


def _like(given: Mapping[str, str], name: str, pattern: re.Pattern[str], example: str) -> str:
    if given[name] and not pattern.fullmatch(given[name]):
        raise SettingError(f"{name} is {given[name]!r}, but it must look like {example}.")
    return given[name]
