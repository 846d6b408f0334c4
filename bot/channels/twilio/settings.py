"""The settings of Twilio, for SMS and WhatsApp; the README beside says where the values are found."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from bot.channels.messaging.settings import ChannelSettings
from bot.settings.environment import SettingError, SettingsGroup, secret, setting

PHONE = r"\+[1-9][0-9]{6,14}"


class TwilioSettings(ChannelSettings):
    """An empty `api` means Twilio's own addresses; tests give another."""

    together = (SettingsGroup("Twilio", ("account", "auth_token"), ("sms_from", "whatsapp_from")),)

    account: str = secret(
        "TWILIO_ACCOUNT",
        "the Account SID",
        pattern="AC[0-9a-f]{32}",
        must="be AC and 32 characters, each a number or a letter from a to f",
    )
    auth_token: str = secret("TWILIO_AUTH_TOKEN", "the auth token")
    sms_from: str = setting(
        "SMS_FROM",
        "",
        "your number for SMS, or a messaging service",
        pattern=f"{PHONE}|MG[0-9a-f]{{32}}",
        must="look like +447700900123 or a messaging service's MG...",
    )
    whatsapp_from: str = setting(
        "WHATSAPP_FROM", "", "your number for WhatsApp", pattern=PHONE, must="look like +447700900123"
    )
    api: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        by_name = {"sms": self.sms_from, "whatsapp": self.whatsapp_from}
        return tuple(name for name, sender in by_name.items() if sender)

    @model_validator(mode="after")
    def _has_a_sender(self) -> Self:
        if self.account and not self.names:
            raise SettingError("Twilio is half set up: SMS_FROM or WHATSAPP_FROM must be set too.")
        return self
