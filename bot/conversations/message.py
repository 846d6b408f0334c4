"""The person's messages to the engine and the assistant's replies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

ENGLISH = "en"  # the language of a conversation where nothing else is known of it
WEB = "web"  # the channel whose pages read the store themselves; to people in the others messages are sent


def channel_of(conversation: str) -> str:
    """Returns the channel of a conversation; its id begins with it."""
    return conversation.partition("-")[0]


@dataclass(frozen=True)
class Message:
    """One utterance of a person: typed text, or the payload of a button that was offered.

    `id` is the channel's; the same id is never worked on twice. `at` is local time in England.
    """

    id: str
    conversation: str
    text: str
    at: datetime
    payload: str | None = None
    channel: str = ""  # the channel's name, where responses may have a variant for it
    case_number: str | None = None  # kept free for a case that this message may open
    language: str = ENGLISH  # of the conversation


@dataclass(frozen=True)
class Button:
    title: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """One message of the assistant. `data` is for the bot: a handover, or an amendment to one."""

    text: str
    buttons: tuple[Button, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
