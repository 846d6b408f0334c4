"""Finds the messaging channels: each folder of bot/channels with a manifest, if its settings enable it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import bot.channels
from bot.channels.messaging.channel import Channel
from bot.channels.messaging.manifest import Manifest
from bot.channels.messaging.settings import ChannelSettings
from bot.channels.messaging.wording import Wording
from bot.settings.environment import SettingError


def manifests(package: ModuleType = bot.channels) -> list[Manifest]:
    """Returns the manifests by the names of their folders."""
    folders = sorted(found.name for found in iter_modules(package.__path__) if found.ispkg)
    modules = [import_module(f"{package.__name__}.{name}") for name in folders]
    return [module.MANIFEST for module in modules if hasattr(module, "MANIFEST")]


@dataclass(frozen=True)
class Messaging:
    """`public_url` is where providers reach the bot, without a slash at its end."""

    public_url: str = ""
    switched_on: Sequence[tuple[Manifest, ChannelSettings]] = ()

    @classmethod
    def read(
        cls, public_url: str, environment: Mapping[str, str] = os.environ, package: ModuleType = bot.channels
    ) -> Messaging:
        """Raises SettingError."""
        read = [(manifest, manifest.settings.read(environment)) for manifest in manifests(package)]
        made = cls(public_url, [(manifest, settings) for manifest, settings in read if settings.names])
        if made.names and not public_url:
            raise SettingError(f"PUBLIC_URL must be set: the provider of {made.names[0]} has to know where the bot is.")
        return made

    @property
    def names(self) -> list[str]:
        """Returns the names of the enabled channels."""
        return [name for _, settings in self.switched_on for name in settings.names]

    def create(self, wording: Wording) -> dict[str, Channel]:
        """Creates the enabled channels, by name."""
        url = f"{self.public_url}/channels"
        made = [one for manifest, settings in self.switched_on for one in manifest.create(settings, wording, url)]
        return {channel.name: channel for channel in made}
