"""What the core asks of a store. Every method is one transaction; `bot/storage` holds the real one."""

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
    """A message of a person that is not answered yet.

    `at` is aware, in UTC; `is_last`: no later one was pending when it was read.
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
class Accepted:
    """`pending` says that the engine has to be asked; `again` that the message had come before.

    `message` is what the engine has to be asked, where nothing else waited before it.
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
    """All that a page shows; the entries are as new as the state, or newer. `more`: there are further ones."""

    entries: list[Entry]
    more: bool
    state: State
    banner: Banner


class Inbox(Protocol):
    """Raises Gone where a conversation is not there (any more), and Unavailable where the store fails."""

    async def open(self, conversation: str, channel: str, at: datetime, greeting: Sequence[Reply]) -> None: ...

    async def accept(
        self,
        conversation: str,
        message_id: str,
        at: datetime,
        button: str | Choice | None,
        decide: Callable[[Situation], Decision],
    ) -> Accepted:
        """Stores a message and what is said to it at once; the same id again changes nothing."""
        ...

    async def with_pending_messages(self) -> list[str]:
        """Conversations with messages that are not answered."""
        ...

    async def next_pending(self, conversation: str) -> PendingMessage | None: ...

    async def answer(self, message: PendingMessage, at: datetime, replies: Sequence[Reply]) -> bool:
        """Stores the replies with their cases and closes the message; False where it was closed before."""
        ...

    async def send_waiting_message(self, message: PendingMessage, at: datetime, reply: Reply) -> bool:
        """Once a message, while it is pending."""
        ...

    async def entries(self, conversation: str, after: int = 0) -> list[Entry]: ...

    async def news(self, conversation: str, after: int, at: datetime) -> News: ...

    async def state(self, conversation: str, at: datetime) -> State: ...

    async def queue(self) -> list[str]:
        """Conversations that wait for an agent, in their order."""
        ...

    async def read(self, conversation: str, up_to: int) -> None: ...

    async def end(self, conversation: str, at: datetime, words: str) -> bool: ...

    async def erase(self, conversation: str, at: datetime) -> bool: ...

    async def erase_older(self, than: datetime, at: datetime) -> int:
        """Conversations whose last message is older, some at a time; how many."""
        ...

    async def erase_old_cases(self, than: datetime, at: datetime) -> int:
        """Cases that were opened before, some at a time; how many."""
        ...

    async def pending_erasures(self) -> list[str]:
        """Conversations that the engine still has to forget."""
        ...

    async def finish_erasure(self, conversation: str) -> None:
        """The engine has forgotten it."""
        ...

    async def purge_deleted_data(self) -> bool:
        """What was erased is not in any file any more; False where that has to be tried again."""
        ...

    async def banner(self) -> Banner: ...

    async def ready(self) -> bool: ...
