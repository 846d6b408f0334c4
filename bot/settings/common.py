"""The bot's common settings; those of a folder are in its own settings.py. docs/settings.md lists all of them."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from bot.conversations.opening_hours import OpeningHours
from bot.settings.environment import (
    ORIGIN,
    EnvironmentSettings,
    Port,
    Seconds,
    SettingError,
    Several,
    Url,
    Whole,
    YesOrNo,
    secret,
    setting,
)
from content.files import ROOT

DATABASE = r"(?:sqlite:///|postgresql://|postgres://|postgresql\+psycopg://).*"
EMBEDDING = r"^(?:'self'|https?://(?:\*\.)?[A-Za-z0-9.-]+(?::(?:[0-9]{1,5}|\*))?)$"
# Pages that may embed the widget; the browser's own source expressions. By default only those on this machine.
EMBED_ORIGINS = ("'self'", "http://localhost:*", "http://127.0.0.1:*")


def _hours(value: str) -> str:
    try:
        OpeningHours.parse(value)
    except ValueError as error:
        raise SettingError(f"DESK_HOURS: {error}") from None
    return value


def _token() -> str:
    """Returns a new token at each start, which is safest: both sides are started together."""
    return secrets.token_urlsafe(32)


Folder = Annotated[Path, AfterValidator(Path.resolve)]
Origins = Annotated[tuple[Annotated[str, StringConstraints(pattern=EMBEDDING)], ...], Several]
Hours = Annotated[str, AfterValidator(_hours)]


class Settings(EnvironmentSettings):
    """The ports of engine and actions are on 127.0.0.1. Times are in the units in their names, otherwise in seconds."""

    bot_host: str = setting("BOT_HOST", "127.0.0.1", "address the bot listens on; put a proxy with TLS in front of it")
    bot_port: Port = setting("BOT_PORT", 8000, "port the bot listens on")
    public_url: Url = setting(
        "PUBLIC_URL",
        "",
        "address at which agents and providers reach the bot, without a path: in one-time links, for OpenID Connect "
        "and messaging channels; by default the bot's own port on this machine",
        pattern=f"{ORIGIN}/?",
        must="look like https://chat.example.org, without a path (http is only for this machine)",
    )
    trusted_proxies: str = setting(
        "TRUSTED_PROXIES",
        "",
        "addresses of your proxies, with commas, whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed; without "
        "it everybody behind a proxy counts as one address",
    )
    data_dir: Folder = setting("DATA_DIR", ROOT / "var", "store, logs, key, the engine's memory: use an encrypted disk")
    database: str = secret(
        "DATABASE_URL",
        "`postgresql://...`; migrations run at start; by default SQLite under `DATA_DIR`",
        pattern=DATABASE,
        must="begin with postgresql:// or sqlite:///",
    )
    secret_key: str = secret(
        "SECRET_KEY",
        "signs the tokens, encrypts agents' second factors, hashes the addresses that wrote STOP; back it up and do "
        "not change it; by default made once, in `DATA_DIR/bot/secret.key`",
        min_length=32,
    )
    assistant_name: str = setting("ASSISTANT_NAME", "the NHS login assistant", "how the assistant names itself")
    operator: str = setting(
        "OPERATOR_NAME", "", "who runs it, for the privacy page: **set it before the public comes**"
    )
    support_link: str = setting(
        "SUPPORT_LINK",
        "https://help.login.nhs.uk/contact",
        "where the assistant and the accessibility page send people",
    )
    privacy_contact: str = setting(
        "PRIVACY_CONTACT", "", "address or link for questions about data: **set your own**; by default `SUPPORT_LINK`"
    )
    embed_origins: Origins = setting(
        "EMBED_ORIGINS",
        EMBED_ORIGINS,
        "sites that may embed the widget, with spaces between; by default this machine",
        min_length=1,
        must="look like https://www.example.org",
    )
    token_days: Whole = setting("TOKEN_DAYS", 7, "days in which a conversation can be opened again", ge=1, le=90)
    keep_conversations_days: Whole = setting(
        "KEEP_CONVERSATIONS_DAYS", 30, "days after the last message until a conversation is erased", ge=1, le=3650
    )
    keep_cases_days: Whole = setting(
        "KEEP_CASES_DAYS", 365, "days after a case was opened until it goes", ge=1, le=3650
    )
    messages_a_minute: Whole = setting(
        "MESSAGES_A_MINUTE",
        20,
        "messages of one conversation; an emergency is heard up to three times as often",
        ge=1,
        le=1_000_000,
    )
    conversations_an_hour: Whole = setting(
        "CONVERSATIONS_AN_HOUR",
        60,
        "new conversations from one network address, which is not stored",
        ge=1,
        le=1_000_000,
    )
    most_streams: Whole = setting(
        "MOST_STREAMS", 2000, "open streams; a page that gets none asks every few seconds instead", ge=1, le=100_000
    )
    slow_after: Seconds = setting("SLOW_AFTER", 3.0, "seconds until a person is told that the answer takes longer")
    metrics_open: YesOrNo = setting("METRICS_OPEN", False, "whether `/metrics` also answers other machines")
    desk_hours: Hours = setting(
        "DESK_HOURS",
        "always",
        "opening hours such as `Mon-Fri 08:00-18:00; Sat 09:00-13:00`, England's time; closed on its bank holidays",
    )
    desk_wait_minutes: Whole = setting("DESK_WAIT_MINUTES", 15, "minutes a person waits at most", ge=1, le=600)
    engine_port: Port = setting("ENGINE_PORT", 5005, "port of the engine, on this machine only")
    actions_port: Port = setting("ACTIONS_PORT", 5055, "port of the actions, on this machine only")
    engine_timeout: Seconds = setting("ENGINE_TIMEOUT", 30.0, "seconds the engine may take for a message")
    engine_token: str = secret("ENGINE_TOKEN", "shared by bot and engine; by default a new one at each start", _token)

    @property
    def address(self) -> str:
        """The public address of the bot, without a slash at the end."""
        return self.public_url or f"http://127.0.0.1:{self.bot_port}"

    @property
    def assistant_title(self) -> str:
        """The assistant's name as a label: capitalised, without an article."""
        name = self.assistant_name.removeprefix("the ").removeprefix("The ")
        return name[:1].upper() + name[1:]

    @property
    def proposals(self) -> Path:
        """The folder for supervisors' proposals to conversation designers."""
        return self.data_dir / "proposals"
