"""The settings of Telegram; the README beside says where the values are found."""

from __future__ import annotations

from bot.channels.messaging.settings import OWN_SECRET, ChannelSettings
from bot.settings.environment import SettingsGroup, Url, secret, setting


class TelegramSettings(ChannelSettings):
    together = (SettingsGroup("Telegram", ("token", "webhook_secret"), ("api",)),)

    token: str = secret(
        "TELEGRAM_TOKEN", "the token from @BotFather", pattern="[0-9]+:[A-Za-z0-9_-]+", must="look like 123456:ABC-DEF"
    )
    webhook_secret: str = secret(
        "TELEGRAM_SECRET", "a secret that you make up; Telegram sends it with each request", **OWN_SECRET
    )
    api: Url = setting(
        "TELEGRAM_API",
        "https://api.telegram.org",
        "address of a Bot API server of your own",
        pattern=r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9_./-]*)?",
        must="look like http://127.0.0.1:8081",
    )

    @property
    def names(self) -> tuple[str, ...]:
        return ("telegram",) if self.token else ()
