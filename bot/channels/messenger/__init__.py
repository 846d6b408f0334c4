"""Messenger: a messaging channel."""

from __future__ import annotations

from bot.channels.messaging.channel import Channel
from bot.channels.messaging.manifest import Manifest
from bot.channels.messaging.wording import Wording
from bot.channels.messenger.settings import MessengerSettings


def create(settings: MessengerSettings, wording: Wording, url: str) -> list[Channel]:
    from bot.channels.messenger.channel import Messenger

    return [Messenger(settings, wording, f"{url}/messenger")]


MANIFEST = Manifest({"messenger": "Messenger"}, MessengerSettings, create)
