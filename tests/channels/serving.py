"""The real bot with all messaging channels on, each with its provider's stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bot.channels.messaging.settings import ChannelSettings
from tests.channels.messenger.stand_in import MessengerStandIn
from tests.channels.provider import Provider, on_loopback
from tests.channels.slack.stand_in import SlackStandIn
from tests.channels.sms.stand_in import TwilioStandIn
from tests.channels.talking import ADDRESSES, PUBLIC_URL, Person
from tests.channels.telegram.stand_in import TelegramStandIn
from tests.web.serving import Served, served


@dataclass
class Reached:
    """`providers` by the name of the channel."""

    bot: Served
    providers: dict[str, Provider]

    def person(self, channel: str, address: str = "") -> Person:
        return Person(channel, self.providers[channel], self.bot.url, address or ADDRESSES[channel])


@contextmanager
def stand_ins() -> Iterator[tuple[dict[str, Provider], ChannelSettings]]:
    telegram, slack, messenger, twilio = TelegramStandIn(), SlackStandIn(), MessengerStandIn(), TwilioStandIn()
    with on_loopback(telegram, slack, messenger, twilio) as url:
        settings = ChannelSettings(
            PUBLIC_URL, telegram.settings(url), slack.settings(url), messenger.settings(url), twilio.settings(url)
        )
        found = {"telegram": telegram, "slack": slack, "messenger": messenger, "sms": twilio, "whatsapp": twilio}
        yield found, settings


@contextmanager
def reached(folder: Path, engine: httpx.AsyncBaseTransport | None = None, **settings: Any) -> Iterator[Reached]:
    with stand_ins() as (providers, messaging), served(folder, engine, messaging=messaging, **settings) as bot:
        yield Reached(bot, providers)
