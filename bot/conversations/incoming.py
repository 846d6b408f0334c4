"""What a messaging channel has received from a person, independent of the provider."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Command(str, Enum):
    """Words such as STOP that SMS and WhatsApp reserve for controlling the messages."""

    NONE = ""
    STOP = "stop"  # no more messages
    START = "start"  # messages again
    HELP = "help"  # who is this, and how does it stop


@dataclass(frozen=True)
class Choice:
    """A button chosen by its number: the one at `position`, counted from 1.

    If `title` is given, it must match that button. `receipt` is the provider's id of the message that offered it; if it
    is empty, the latest one is meant.
    """

    position: int
    title: str = ""
    receipt: str = ""


@dataclass(frozen=True)
class Incoming:
    """A message from a provider.

    `address` is where the provider reaches the person; `message_id` is the provider's id. The message has one of: a
    `text`, the token of a `button`, or a `choice`; `unopened` is the kind of an attachment that cannot be read.
    """

    channel: str
    address: str
    message_id: str
    text: str | None = None
    button: str | None = None
    choice: Choice | None = None
    unopened: str = ""
    command: Command = Command.NONE
