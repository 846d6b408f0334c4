"""The interface of a messaging channel: it reads the provider's webhooks and sends messages to people.

A new channel is one folder under bot/channels, with a manifest (manifest.py), a class with this interface, and tests.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.conversations.entry import Entry
from bot.conversations.incoming import Incoming

Part = dict[str, Any]  # one message as the provider gets it, without the address; can be JSON
LONGEST_ADDRESS = 200  # characters


class InvalidSignature(Exception):
    """The signature is missing, wrong or too old. The text is for the log and quotes nothing from the request."""


class Unreadable(Exception):
    """The signature is valid, but the content is not as the provider documents it."""


@dataclass(frozen=True)
class Webhook:
    """A request from the provider. `url` is the public one, as the provider signed it; header names are lower case."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def query(self) -> str:
        return self.url.partition("?")[2]


@dataclass(frozen=True)
class Answer:
    """The immediate response to the provider."""

    body: str = ""
    media_type: str = "text/plain"
    status: int = 200


@dataclass(frozen=True)
class Callback:
    """The provider's later report that a message did not arrive."""

    receipt: str
    cause: str


@dataclass(frozen=True)
class Reading:
    """What a webhook request contains."""

    incoming: tuple[Incoming, ...] = ()
    callback: tuple[Callback, ...] = ()
    answer: Answer = field(default_factory=Answer)


class Channel(Protocol):
    """A messaging channel.

    `name` is used in conversation ids, in the webhook's address and in the outbox; it has letters only. `methods` are
    the HTTP methods with which the provider calls the webhook.
    """

    name: str
    methods: Sequence[str]
    at_once: int  # messages to different people at the same time

    def read(self, webhook: Webhook) -> Reading:
        """Checks the signature, then reads the request. Makes no requests. Raises InvalidSignature and Unreadable."""
        ...

    def parts(self, entry: Entry) -> Sequence[Part]:
        """Returns an entry as the messages that this channel sends, in order. Makes no requests."""
        ...

    async def send(self, address: str, part: Part) -> str:
        """Sends one message; returns the provider's id of it. Raises NotDelivered."""
        ...

    def tell(self, words: Sequence[str]) -> Answer | None:
        """Returns a response to the webhook that the person reads; None if the provider has no such thing.

        Such channels also report messages that could not be stored; the other providers repeat the webhook.
        """
        ...

    async def check(self) -> list[str]:
        """Returns a sentence for each problem with the credentials and the webhook. Raises NotDelivered."""
        ...

    async def connect(self) -> str:
        """Sets the webhook's address at the provider, or returns a sentence that says where to set it."""
        ...

    async def close(self) -> None: ...


def json_of(webhook: Webhook) -> dict[str, Any]:
    """Parses the body as a JSON object. Raises Unreadable."""
    try:
        body = json.loads(webhook.body)
    except (ValueError, RecursionError):
        raise Unreadable("the body is not JSON") from None
    if not isinstance(body, dict):
        raise Unreadable("the body is not an object")
    return body


def inside(body: Any, *path: str) -> Any:
    """Returns the value at this path; None if a step is missing or is not an object."""
    for name in path:
        if not isinstance(body, dict):
            return None
        body = body.get(name)
    return body


def text_inside(body: Any, *path: str) -> str:
    """Returns the text or whole number at this path; empty for anything else."""
    found = inside(body, *path)
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)[: LONGEST_ADDRESS + 1]
    return found if isinstance(found, str) else ""


def list_inside(body: Any, *path: str) -> list[Any]:
    found = inside(body, *path)
    return found if isinstance(found, list) else []


def address_inside(body: Any, *path: str) -> str:
    """Returns the provider's id at this path. Raises Unreadable."""
    found = text_inside(body, *path)
    if not found or len(found) > LONGEST_ADDRESS or not found.isascii() or not found.isprintable():
        raise Unreadable(f"{'.'.join(path)} is no id")
    return found
