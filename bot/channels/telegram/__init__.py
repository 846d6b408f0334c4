"""Telegram: a messaging channel."""

from __future__ import annotations

from bot.channels.messaging.channel import Channel
from bot.channels.messaging.manifest import Manifest
from bot.channels.messaging.wording import Wording
from bot.channels.telegram.settings import TelegramSettings


def create(settings: TelegramSettings, wording: Wording, url: str) -> list[Channel]:
    from bot.channels.telegram.channel import Telegram

    return [Telegram(settings, wording, f"{url}/telegram")]


MANIFEST = Manifest({"telegram": "Telegram"}, TelegramSettings, create)
