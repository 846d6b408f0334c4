"""How a test plays a person and their provider in one channel. Each channel's folder has its own, in driver.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.channels.provider import Given, Provider, Seen

PUBLIC_URL = "https://assistant.example.org"
_numbers = count(1)


@dataclass(frozen=True)
class Request:
    """One that the provider makes to the bot."""

    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Refusals:
    """What the provider answers when it does not send a message."""

    unauthorised: Given
    unknown_person: Given
    unwilling_person: Given
    too_many: Callable[[int], Given]  # come again after so many seconds


@dataclass(frozen=True)
class Driver:
    """`say` and `press` make the request of a person at an address; `press` is None where nothing has buttons.

    `signed` makes one of a recorded payload, `sign_raw` of bytes that are no object (None where bodies are forms).
    `unopened` are recorded kinds that the bot cannot open, with its word for them. `leaves` tells the stand-in that
    the person wants no more messages. `shown_address` is the address as the provider writes it.
    """

    address: str
    stand_in: type[Provider]
    say: Callable[[str, str], Request]
    signed: Callable[[Any], Request]
    renumbered: Callable[[Any], Any]  # the recorded payload of a message as another message
    unopened: Mapping[str, str]
    refusals: Refusals
    leaves: Callable[[Any, str], None]
    signature: tuple[str, ...]  # names of headers
    press: Callable[[str, Seen, str, str], Request] | None = None  # address, message, title, token
    sign_raw: Callable[[bytes], Request] | None = None
    shown_address: Callable[[str], str] = str
    calls_by_get: bool = False


def number() -> int:
    """Another one each time."""
    return next(_numbers)
