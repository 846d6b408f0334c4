"""The settings of the agents' desk, read once from the environment. The README lists them."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.settings import SettingError

ADDRESS = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?")
ISSUER = re.compile(r"(?:https://[^\s?#/]+|http://(?:localhost|127\.0\.0\.1)(?::\d{1,5})?)(?:/[^\s?#]*)?")
OIDC = ("DESK_OIDC_ISSUER", "DESK_OIDC_CLIENT_ID", "DESK_OIDC_CLIENT_SECRET")


@dataclass(frozen=True)
class DeskSettings:
    """`public_url` is the address under which the bot is reached, without a slash at its end.

    Sessions end `idle` after the last request and `longest` after the sign-in. `oidc_issuer` is empty
    where nobody signs in with OpenID Connect.
    """

    public_url: str = "http://127.0.0.1:8000"
    longest: timedelta = timedelta(hours=12)
    idle: timedelta = timedelta(minutes=60)
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_name: str = "your organisation"

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> DeskSettings:
        """Raises SettingError with a sentence."""
        issuer, client, secret = _oidc(environment)
        return cls(
            public_url=_public_url(environment),
            longest=timedelta(hours=_number(environment, "DESK_SESSION_HOURS", 12, 1, 168)),
            idle=timedelta(minutes=_number(environment, "DESK_IDLE_MINUTES", 60, 5, 1440)),
            oidc_issuer=issuer,
            oidc_client_id=client,
            oidc_client_secret=secret,
            oidc_name=environment.get("DESK_OIDC_NAME") or "your organisation",
        )

    def link(self, token: str) -> str:
        """The one-time link that holds `token`."""
        return f"{self.public_url}/desk/join/{token}"


def _public_url(environment: Mapping[str, str]) -> str:
    default = f"http://127.0.0.1:{environment.get('BOT_PORT') or '8000'}"
    value = (environment.get("PUBLIC_URL") or default).rstrip("/")
    if not ADDRESS.fullmatch(value):
        raise SettingError(f"PUBLIC_URL is {value!r}, but it must look like https://chat.example.org.")
    return value


def _number(environment: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    value = environment.get(name) or str(default)
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise SettingError(f"{name} is {value!r}, but it must be a whole number from {least} to {most}.")
    return int(value)


def _oidc(environment: Mapping[str, str]) -> tuple[str, str, str]:
    issuer, client, secret = (environment.get(name) or "" for name in OIDC)
    missing = [name for name, value in zip(OIDC, (issuer, client, secret), strict=True) if not value]
    if missing and len(missing) < len(OIDC):
        raise SettingError(f"OpenID Connect is half set up: {' and '.join(missing)} must be set too.")
    if issuer and not ISSUER.fullmatch(issuer):
        raise SettingError(f"DESK_OIDC_ISSUER is {issuer!r}, but it must look like https://login.example.org.")
    return issuer, client, secret
