"""The core's interface to the store of messages. Every method is one transaction; bot/storage implements it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.conversations.banner import Banner
from bot.conversations.decision import Decision, Situation
from bot.conversations.entry import Entry
from bot.conversations.holder import Holder
from bot.conversations.incoming import Choice
from bot.conversations.message import ENGLISH, Reply
from bot.conversations.queue import QueuePlace


@dataclass(frozen=True)
class PendingMessage:
    """A person's message that has not been answered yet.

    `at` is aware, in UTC; `is_last` is true if no later message was pending when it was read.
    """

    conversation: str
    sequence: int
    message_id: str  # the channel's
    text: str
    payload: str | None
    channel: str
    at: datetime
    waiting_message_sent: bool
    case_number: str | None = None  # reserved for a case that it may open
    language: str = ENGLISH  # of the conversation
    is_last: bool = False


@dataclass(frozen=True)
class AcceptedMessage:
    """The result of storing a message.

    `pending`: the engine has to be asked. `again`: the message had been received before. `message` is what to ask the
    engine, if no other message was waiting.
    """

    sequence: int
    pending: bool
    again: bool = False
    holder_changed: bool = False
    message: PendingMessage | None = None


@dataclass(frozen=True)
class State:
    """`handled_up_to` is the latest message of the person that was answered or read; `place` is in the queue."""

    holder: Holder
    holder_name: str | None
    ended: bool
    handled_up_to: int
    last_sequence: int
    place: QueuePlace | None = None


@dataclass(frozen=True)
class News:
    """Everything a page shows; the entries are at least as new as the state. `more`: there are further entries."""

    entries: list[Entry]
    more: bool
    state: State
    banner: Banner


class Inbox(Protocol):
    """Raises Gone if a conversation does not exist (any more), and Unavailable if the store fails."""

    async def open(self, conversation: str, channel: str, at: datetime, greeting: Sequence[Reply]) -> None: ...

    async def accept(
        self,
        conversation: str,
        message_id: str,
        at: datetime,
        button: str | Choice | None,
        decide: Callable[[Situation], Decision],
    ) -> AcceptedMessage:
        """Stores a message and the immediate replies to it; the same id again changes nothing."""
        ...

    async def with_pending_messages(self) -> list[str]:
        """Returns the conversations that have unanswered messages."""
        ...

    async def next_pending(self, conversation: str) -> PendingMessage | None: ...

    async def answer(self, message: PendingMessage, at: datetime, replies: Sequence[Reply]) -> bool:
        """Stores the replies with their cases and closes the message; returns False if it was closed already."""
        ...

    async def send_waiting_message(self, message: PendingMessage, at: datetime, reply: Reply) -> bool:
        """Tells the person that the answer takes longer; at most once for each pending message."""
        ...

    async def entries(self, conversation: str, after: int = 0) -> list[Entry]: ...

    async def news(self, conversation: str, after: int, at: datetime) -> News: ...

    async def state(self, conversation: str, at: datetime) -> State: ...

    async def queue(self) -> list[str]:
        """Returns the conversations that wait for an agent, in the order of the queue."""
        ...

    async def read(self, conversation: str, up_to: int) -> None: ...

    async def end(self, conversation: str, at: datetime, words: str) -> bool: ...

    async def erase(self, conversation: str, at: datetime) -> bool: ...

    async def erase_older(self, than: datetime, at: datetime) -> int:
        """Erases a batch of conversations whose last message is older; returns how many."""
        ...

    async def erase_old_cases(self, than: datetime, at: datetime) -> int:
        """Erases a batch of cases that were opened earlier; returns how many."""
        ...

    async def pending_erasures(self) -> list[str]:
        """Returns the conversations that the engine still has to forget."""
        ...

    async def finish_erasure(self, conversation: str) -> None:
        """Records that the engine has forgotten the conversation."""
        ...

    async def purge_deleted_data(self) -> bool:
        """Removes erased data from the database files; returns False if this has to be repeated."""
        ...

    async def banner(self) -> Banner: ...

    async def ready(self) -> bool: ...
