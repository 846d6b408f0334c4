"""What a messaging channel is: it reads what its provider brings, and sends what people are to be told.

A new channel is one folder under bot/channels, with a manifest (manifest.py), a class like this, and its tests.
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
    """The signature is missing or wrong, or it is too old. The text is for the log and holds nothing of the request."""


class Unreadable(Exception):
    """It is signed, but not as the provider documents it."""


@dataclass(frozen=True)
class Webhook:
    """A request of the provider. `url` is the public one, as the provider wrote it; header names are lower case."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def query(self) -> str:
        return self.url.partition("?")[2]


@dataclass(frozen=True)
class Answer:
    """What the provider gets back at once."""

    body: str = ""
    media_type: str = "text/plain"
    status: int = 200


@dataclass(frozen=True)
class Callback:
    """A message that was sent and did not arrive, as the provider says later."""

    receipt: str
    cause: str


@dataclass(frozen=True)
class Reading:
    """What a request holds."""

    incoming: tuple[Incoming, ...] = ()
    callback: tuple[Callback, ...] = ()
    answer: Answer = field(default_factory=Answer)


class Channel(Protocol):
    """`name` stands in conversation ids, in the address of the webhook and in the outbox; letters only.

    `methods` are those of HTTP with which the provider calls the webhook.
    """

    name: str
    methods: Sequence[str]
    at_once: int  # messages to different people at the same time

    def read(self, webhook: Webhook) -> Reading:
        """Looks at the signature before anything else. Raises Forged and Unreadable. Asks nobody."""
        ...

    def parts(self, entry: Entry) -> Sequence[Part]:
        """One entry of a conversation as this channel shows it, in the order to be sent. Asks nobody."""
        ...

    async def send(self, address: str, part: Part) -> str:
        """The provider's id of the message. Raises NotDelivered."""
        ...

    def tell(self, words: Sequence[str]) -> Answer | None:
        """An answer to the webhook itself that the person reads; None where the provider has no such thing.

        A channel that can do it also tells when a message could not be taken; from the others it comes again.
        """
        ...

    async def check(self) -> list[str]:
        """What is wrong with the credentials and the webhook, a sentence each. Raises NotDelivered."""
        ...

    async def connect(self) -> str:
        """Tells the provider where the webhook is; or says in a sentence where a person does that."""
        ...

    async def close(self) -> None: ...


def json_of(webhook: Webhook) -> dict[str, Any]:
    """The body as an object. Raises Unreadable."""
    try:
        body = json.loads(webhook.body)
    except (ValueError, RecursionError):
        raise Unreadable("the body is not JSON") from None
    if not isinstance(body, dict):
        raise Unreadable("the body is not an object")
    return body


def inside(body: Any, *path: str) -> Any:
    """What stands under these names; None where something on the way is missing or is no object."""
    for name in path:
        if not isinstance(body, dict):
            return None
        body = body.get(name)
    return body


def text_inside(body: Any, *path: str) -> str:
    """The text or the whole number that stands there; empty for anything else."""
    found = inside(body, *path)
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)[: LONGEST_ADDRESS + 1]
    return found if isinstance(found, str) else ""


def list_inside(body: Any, *path: str) -> list[Any]:
    found = inside(body, *path)
    return found if isinstance(found, list) else []


def address_inside(body: Any, *path: str) -> str:
    """An id of the provider's. Raises Unreadable."""
    found = text_inside(body, *path)
    if not found or len(found) > LONGEST_ADDRESS or not found.isascii() or not found.isprintable():
        raise Unreadable(f"{'.'.join(path)} is no id")
    return found
