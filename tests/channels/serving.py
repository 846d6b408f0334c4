"""The real bot with all messaging channels on, each with its provider's stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bot.channels.messaging.registry import Messaging
from tests.channels.driver import PUBLIC_URL
from tests.channels.drivers import DRIVERS, MANIFESTS
from tests.channels.provider import Provider, on_loopback
from tests.channels.talking import Person
from tests.web.serving import Served, served


@dataclass
class Reached:
    """`providers` by the name of the channel."""

    bot: Served
    providers: dict[str, Provider]

    def person(self, channel: str, address: str = "") -> Person:
        driver = DRIVERS[channel]
        return Person(channel, driver, self.providers[channel], self.bot.url, address or driver.address)


@contextmanager
def stand_ins() -> Iterator[tuple[dict[str, Provider], Messaging]]:
    """Each provider by the names of its channels, and the settings with which the bot reaches it."""
    kinds = {name: driver.stand_in for name, driver in DRIVERS.items()}
    made = {kind: kind() for kind in kinds.values()}
    with on_loopback(*made.values()) as url:
        on = [(manifest, kinds[next(iter(manifest.titles))].settings(url)) for manifest in MANIFESTS]
        yield {name: made[kind] for name, kind in kinds.items()}, Messaging(PUBLIC_URL, on)


@contextmanager
def reached(folder: Path, engine: httpx.AsyncBaseTransport | None = None, **settings: Any) -> Iterator[Reached]:
    with stand_ins() as (providers, messaging), served(folder, engine, messaging=messaging, **settings) as bot:
        yield Reached(bot, providers)
