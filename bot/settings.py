"""Every setting of the bot, read once from the environment; each has a safe default. The README lists them."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.conversations.opening_hours import OpeningHours

ROOT = Path(__file__).resolve().parent.parent


ORIGIN = re.compile(r"https?://(?:\*\.)?[A-Za-z0-9.-]+(?::(?:\d{1,5}|\*))?")
SHORTEST_KEY = 32
# Pages that may embed the widget; the browser's own source expressions. By default only those on this machine.
EMBED_ORIGINS = ("'self'", "http://localhost:*", "http://127.0.0.1:*")


class SettingError(ValueError):
    """A variable of the environment has a value that cannot be used; the sentence names it."""


@dataclass(frozen=True)
class Settings:
    """Ports are on 127.0.0.1. `engine_timeout` is in seconds.

    Empty: `database` is SQLite under `data_dir`, `secret_key` a file there that is made once.
    `trusted_proxies` are addresses whose X-Forwarded-For and X-Forwarded-Proto are believed.
    """

    bot_port: int
    engine_port: int
    actions_port: int
    data_dir: Path
    assistant_name: str
    support_link: str
    engine_token: str
    engine_timeout: float
    slow_after: float = 3.0
    bot_host: str = "127.0.0.1"
    database: str = ""
    secret_key: str = ""
    embed_origins: tuple[str, ...] = EMBED_ORIGINS
    token_days: int = 7
    keep_conversations_days: int = 30
    privacy_contact: str = ""
    operator: str = ""
    messages_a_minute: int = 20
    conversations_an_hour: int = 60
    most_streams: int = 2000
    metrics_open: bool = False
    trusted_proxies: str = ""
    desk_hours: str = "always"
    desk_wait_minutes: int = 15
    keep_cases_days: int = 365

    @property
    def assistant_title(self) -> str:
        """The assistant's name as a label: with a capital, without an article."""
        name = self.assistant_name.removeprefix("the ").removeprefix("The ")
        return name[:1].upper() + name[1:]

    @property
    def proposals(self) -> Path:
        """Where supervisors' proposals wait for conversation designers."""
        return self.data_dir / "proposals"

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Raises SettingError with a sentence."""
        return cls(
            bot_port=_port(environment, "BOT_PORT", 8000),
            engine_port=_port(environment, "ENGINE_PORT", 5005),
            actions_port=_port(environment, "ACTIONS_PORT", 5055),
            data_dir=Path(environment.get("DATA_DIR") or ROOT / "var").resolve(),
            assistant_name=environment.get("ASSISTANT_NAME") or "the NHS login assistant",
            support_link=environment.get("SUPPORT_LINK") or "https://help.login.nhs.uk/contact",
            # Both ends are started together: a fresh token each time is the safest.
            engine_token=environment.get("ENGINE_TOKEN") or secrets.token_urlsafe(32),
            engine_timeout=_seconds(environment, "ENGINE_TIMEOUT", 30.0),
            slow_after=_seconds(environment, "SLOW_AFTER", 3.0),
            bot_host=environment.get("BOT_HOST") or "127.0.0.1",
            database=_database(environment),
            secret_key=_secret_key(environment),
            embed_origins=_origins(environment),
            token_days=_number(environment, "TOKEN_DAYS", 7, 1, 90),
            keep_conversations_days=_number(environment, "KEEP_CONVERSATIONS_DAYS", 30, 1, 3650),
            privacy_contact=environment.get("PRIVACY_CONTACT") or "",
            operator=environment.get("OPERATOR_NAME") or "",
            messages_a_minute=_number(environment, "MESSAGES_A_MINUTE", 20, 1, 1_000_000),
            conversations_an_hour=_number(environment, "CONVERSATIONS_AN_HOUR", 60, 1, 1_000_000),
            most_streams=_number(environment, "MOST_STREAMS", 2000, 1, 100_000),
            metrics_open=environment.get("METRICS_OPEN") == "yes",
            trusted_proxies=environment.get("TRUSTED_PROXIES") or "",
            desk_hours=_hours(environment),
            desk_wait_minutes=_number(environment, "DESK_WAIT_MINUTES", 15, 1, 600),
            keep_cases_days=_number(environment, "KEEP_CASES_DAYS", 365, 1, 3650),
        )


def _port(environment: Mapping[str, str], name: str, default: int) -> int:
    value = environment.get(name) or str(default)
    if not value.isascii() or not value.isdigit() or not 0 < int(value) < 65536:
        raise SettingError(f"{name} is {value!r}, but it must be a port from 1 to 65535.")
    return int(value)


def _seconds(environment: Mapping[str, str], name: str, default: float) -> float:
    value = environment.get(name) or str(default)
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 3600:
        raise SettingError(f"{name} is {value!r}, but it must be a number of seconds between 0 and 3600.")
    return seconds


def _number(environment: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    value = environment.get(name) or str(default)
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise SettingError(f"{name} is {value!r}, but it must be a whole number from {least} to {most}.")
    return int(value)


def _hours(environment: Mapping[str, str]) -> str:
    value = environment.get("DESK_HOURS") or "always"
    try:
        OpeningHours.parse(value)
    except ValueError as error:
        raise SettingError(f"DESK_HOURS: {error}") from None
    return value


def _database(environment: Mapping[str, str]) -> str:
    value = environment.get("DATABASE_URL") or ""
    if value and not value.startswith(("sqlite:///", "postgresql://", "postgres://", "postgresql+psycopg://")):
        raise SettingError("DATABASE_URL must begin with postgresql:// or sqlite:///.")  # it may hold a password
    return value


def _secret_key(environment: Mapping[str, str]) -> str:
    value = environment.get("SECRET_KEY") or ""
    if value and len(value) < SHORTEST_KEY:
        raise SettingError(f"SECRET_KEY must have at least {SHORTEST_KEY} characters.")
    return value


def _origins(environment: Mapping[str, str]) -> tuple[str, ...]:
    origins = tuple((environment.get("EMBED_ORIGINS") or "").split()) or EMBED_ORIGINS
    for origin in origins:
        if origin != "'self'" and not ORIGIN.fullmatch(origin):
            raise SettingError(f"EMBED_ORIGINS holds {origin!r}, but each must look like https://www.example.org.")
    return origins
