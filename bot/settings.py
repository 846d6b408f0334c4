"""Every setting of the bot, read once from the environment; each has a safe default. The README lists them."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class SettingError(ValueError):
    """A variable of the environment has a value that cannot be used; the sentence names it."""


@dataclass(frozen=True)
class Settings:
    """Ports are on 127.0.0.1. `engine_timeout` is in seconds."""

    bot_port: int
    engine_port: int
    actions_port: int
    data_dir: Path
    assistant_name: str
    support_link: str
    engine_token: str
    engine_timeout: float

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
