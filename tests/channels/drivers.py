"""The drivers of all channels, found by the bot's own registry."""

from __future__ import annotations

from importlib import import_module

from bot.channels.messaging.registry import manifests
from tests.channels.driver import Driver

MANIFESTS = manifests()
TITLES = {name: title for manifest in MANIFESTS for name, title in manifest.titles.items()}
DRIVERS: dict[str, Driver] = {name: import_module(f"tests.channels.{name}.driver").DRIVER for name in TITLES}
