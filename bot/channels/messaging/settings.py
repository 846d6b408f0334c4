"""What the settings of a messaging channel's folder have in common."""

from __future__ import annotations

from bot.environment import EnvironmentSettings

# A secret that the operator makes up; Telegram allows no other characters.
OWN_SECRET = {
    "pattern": "[A-Za-z0-9_-]{16,256}",
    "must": "have 16 to 256 characters, each a letter, a number, _ or -",
}


class ChannelSettings(EnvironmentSettings):
    """`timeout` is in seconds, for one request to the provider."""

    timeout: float = 20.0

    @property
    def names(self) -> tuple[str, ...]:
        """Of the channels that these settings switch on; empty where the needed variables are not set."""
        raise NotImplementedError
