"""What a messaging channel has received of a person, in the core's own words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Command(str, Enum):
    """Words of SMS and WhatsApp that are about the messages themselves."""

    NONE = ""
    STOP = "stop"  # no more messages
    START = "start"  # messages again
    HELP = "help"  # who is this, and how does it stop


@dataclass(frozen=True)
class Choice:
    """What was offered at this `position`, counted from 1.

    `title`, where it is given, must be that button's. `receipt` is the provider's id of the message that offered it;
    empty: the latest one.
    """

    position: int
    title: str = ""
    receipt: str = ""


@dataclass(frozen=True)
class Incoming:
    """`address` is where the provider reaches the person, `message_id` the provider's id of what came.

    It has any of: a `text`, a `button`'s token, a `choice`; `unopened` is the kind of something that cannot be read.
    """

    channel: str
    address: str
    message_id: str
    text: str | None = None
    button: str | None = None
    choice: Choice | None = None
    unopened: str = ""
    command: Command = Command.NONE
