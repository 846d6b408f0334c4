"""Settings that all messaging channels have."""

from __future__ import annotations

from bot.settings.environment import EnvironmentSettings

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
        """Returns the channels that these settings enable; empty if the required variables are not set."""
        raise NotImplementedError
