"""The settings of the agents' desk. docs/settings.md lists them."""

from __future__ import annotations

from datetime import timedelta

from bot.settings.environment import ORIGIN, EnvironmentSettings, SettingsGroup, Whole, secret, setting


class DeskSettings(EnvironmentSettings):
    """`oidc_issuer` is empty if OpenID Connect is off."""

    together = (SettingsGroup("OpenID Connect", ("oidc_issuer", "oidc_client_id", "oidc_client_secret")),)

    session_hours: Whole = setting(
        "DESK_SESSION_HOURS", 12, "hours after which an agent has to sign in again", ge=1, le=168
    )
    idle_minutes: Whole = setting(
        "DESK_IDLE_MINUTES", 60, "minutes without a request after which an agent has to sign in again", ge=5, le=1440
    )
    oidc_issuer: str = setting(
        "DESK_OIDC_ISSUER",
        "",
        "address of the OpenID Connect provider, exactly as it names itself",
        pattern=rf"{ORIGIN}(?:/[^\s?#]*)?",
        must="look like https://login.example.org",
    )
    oidc_client_id: str = setting("DESK_OIDC_CLIENT_ID", "", "the desk's name at the provider")
    oidc_client_secret: str = secret("DESK_OIDC_CLIENT_SECRET", "the desk's secret at the provider")
    oidc_name: str = setting("DESK_OIDC_NAME", "your organisation", "what agents call the provider")

    @property
    def longest(self) -> timedelta:
        """A session ends this long after the sign-in."""
        return timedelta(hours=self.session_hours)

    @property
    def idle(self) -> timedelta:
        """A session ends this long after the last request."""
        return timedelta(minutes=self.idle_minutes)
