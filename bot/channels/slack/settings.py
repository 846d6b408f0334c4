"""The settings of Slack; the README beside says where the values are found."""

from __future__ import annotations

from bot.channels.messaging.settings import ChannelSettings
from bot.settings.environment import SettingsGroup, secret


class SlackSettings(ChannelSettings):
    together = (SettingsGroup("Slack", ("token", "signing_secret")),)

    token: str = secret("SLACK_TOKEN", "the bot token", pattern="xoxb-[A-Za-z0-9-]+", must="look like xoxb-...")
    signing_secret: str = secret(
        "SLACK_SIGNING_SECRET",
        "the signing secret",
        pattern="[0-9a-f]{16,}",
        must="have 16 or more characters, each a number or a letter from a to f",
    )
    api: str = "https://slack.com"  # another one in tests

    @property
    def names(self) -> tuple[str, ...]:
        return ("slack",) if self.token else ()
