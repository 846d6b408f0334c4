"""The settings of Facebook Messenger; the README beside says where the values are found."""

from __future__ import annotations

from bot.channels.messaging.settings import OWN_SECRET, ChannelSettings
from bot.settings.environment import ORIGIN, SettingsGroup, Url, secret, setting


class MessengerSettings(ChannelSettings):
    together = (SettingsGroup("Messenger", ("token", "app_secret", "verify_token"), ("api",)),)

    token: str = secret("MESSENGER_TOKEN", "the access token of the page")
    app_secret: str = secret("MESSENGER_APP_SECRET", "the app secret")
    verify_token: str = secret(
        "MESSENGER_VERIFY_TOKEN", "a secret that you make up; Meta sends it once, to check the webhook", **OWN_SECRET
    )
    api: Url = setting(
        "MESSENGER_API",
        "https://graph.facebook.com/v24.0",
        "another version of the Graph API",
        pattern=rf"{ORIGIN}(?:/[A-Za-z0-9_./-]*)?",
        must="look like https://graph.facebook.com/v24.0",
    )

    @property
    def names(self) -> tuple[str, ...]:
        return ("messenger",) if self.token else ()
