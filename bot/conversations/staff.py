"""Agents, as the core sees them, and why an operation of theirs can be refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.conversations.assignment import WrongHolder


class AtCapacity(WrongHolder):
    kind = "at-capacity"
    sentence = "You have as many conversations as you can take. End one or pass one on first."


class AgentUnavailable(WrongHolder):
    """The agent to pass the conversation to is away or at capacity."""

    kind = "not-there"
    sentence = "They are away, or have as many conversations as they can take. Choose somebody else or the queue."


class Closing(str, Enum):
    """The outcomes with which an agent closes a conversation."""

    SETTLED = "settled"
    BY_EMAIL = "by_email"
    NOT_OURS = "not_ours"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True)
class Staff:
    """`name` is what the public reads; `capacity` is in conversations at once."""

    id: int
    login: str
    name: str
    team: str = ""
    capacity: int = 4
