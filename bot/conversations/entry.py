"""An entry of a conversation's transcript: one message as it is stored and shown, from any sender."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Sender(str, Enum):
    PERSON = "person"
    ASSISTANT = "assistant"
    AGENT = "agent"
    SYSTEM = "system"


@dataclass(frozen=True)
class OfferedButton:
    """A button in the transcript. `token` is opaque and valid in this conversation only."""

    title: str
    token: str


@dataclass(frozen=True)
class Entry:
    """`sequence` counts from 1 within the conversation. `sent_at` is aware, in UTC."""

    sequence: int
    id: str
    sender: Sender
    name: str
    text: str
    sent_at: datetime
    buttons: tuple[OfferedButton, ...] = ()
    emergency: bool = False
