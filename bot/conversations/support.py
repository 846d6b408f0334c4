"""The support team's side of conversations: what agents do, and what follows. Every method may raise Refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from bot.conversations.notifier import DESK, Notifier
from bot.conversations.staff import Closing, Staff
from bot.conversations.typing import Typing
from bot.conversations.worker import Worker
from bot.safety import without_secrets

PLACES_EVERY = timedelta(minutes=5)
LONGEST_REPLY = 2000  # characters of an agent's message or note


class Operations(Protocol):
    """What the core asks of the store, one transaction each; the SQL one says what is raised."""

    async def take(self, conversation: str, agent: Staff, at: datetime) -> None: ...

    async def take_next(self, agent: Staff, at: datetime) -> str | None: ...

    async def reply(self, conversation: str, agent: Staff, message_id: str, text: str, at: datetime) -> int: ...

    async def pass_to(self, conversation: str, agent: Staff, other: Staff, at: datetime) -> None: ...

    async def pass_on(self, conversation: str, agent: Staff, team: str, at: datetime) -> None: ...

    async def release(self, conversation: str, who: Staff, at: datetime) -> None: ...

    async def give_back(self, conversation: str, agent: Staff, at: datetime, *, settled: bool) -> None: ...

    async def close(self, conversation: str, agent: Staff, outcome: Closing, at: datetime) -> None: ...

    async def nobody_came(self, waited: timedelta, at: datetime) -> list[str]: ...

    async def publish_places(self, every: timedelta, at: datetime) -> list[str]: ...

    async def waiting(self) -> list[str]: ...


class Support:
    """`clock` is aware; `queue_timeouts` is how long a person waits for somebody at most."""

    def __init__(
        self,
        operations: Operations,
        worker: Worker,
        notifier: Notifier,
        clock: Callable[[], datetime],
        queue_timeouts: timedelta,
        typing: Typing,
    ) -> None:
        self._handling = operations
        self._worker = worker
        self._bell = notifier
        self._clock = clock
        self._patience = queue_timeouts
        self.typing = typing

    def writes(self, conversation: str, agent: Staff) -> None:
        """The person sees it; whether the agent holds the conversation the caller has looked."""
        self.typing.note(conversation, "agent", agent.name)
        self._bell.publish(conversation)

    async def take(self, conversation: str, agent: Staff) -> None:
        await self._handling.take(conversation, agent, self._clock())
        await self.queue_moved(conversation)

    async def take_next(self, agent: Staff) -> str | None:
        taken = await self._handling.take_next(agent, self._clock())
        if taken is not None:
            await self.queue_moved(taken)
        return taken

    async def reply(self, conversation: str, agent: Staff, message_id: str, text: str) -> int:
        """Secrets are hidden here too: a person may have read theirs out to the agent."""
        self.typing.stop(conversation, "agent")
        sequence = await self._handling.reply(
            conversation, agent, message_id, without_secrets(text, LONGEST_REPLY), self._clock()
        )
        self._ring(conversation)
        return sequence

    async def pass_to(self, conversation: str, agent: Staff, other: Staff) -> None:
        await self._handling.pass_to(conversation, agent, other, self._clock())
        self._ring(conversation)

    async def pass_on(self, conversation: str, agent: Staff, team: str = "") -> None:
        await self._handling.pass_on(conversation, agent, team, self._clock())
        await self.queue_moved(conversation)

    async def release(self, conversation: str, who: Staff) -> None:
        """A supervisor puts it back into the queue, whoever holds it."""
        await self._handling.release(conversation, who, self._clock())
        await self.queue_moved(conversation)

    async def give_back(self, conversation: str, agent: Staff, *, settled: bool) -> None:
        await self._handling.give_back(conversation, agent, self._clock(), settled=settled)
        self._worker.wake(conversation)
        self._ring(conversation)

    async def close(self, conversation: str, agent: Staff, outcome: Closing) -> None:
        await self._handling.close(conversation, agent, outcome, self._clock())
        self._ring(conversation)

    async def let_go(self) -> int:
        """Whoever waited too long goes on without; how many."""
        gone = await self._handling.nobody_came(self._patience, self._clock())
        for conversation in gone:
            self._bell.publish(conversation)
        if gone:
            await self.queue_moved()
        return len(gone)

    async def publish_places(self) -> int:
        """Whoever waits in a messaging channel hears that they came forward, not more often than PLACES_EVERY."""
        told = await self._handling.publish_places(PLACES_EVERY, self._clock())
        for conversation in told:
            self._bell.publish(conversation)
        return len(told)

    async def queue_moved(self, conversation: str | None = None) -> None:
        """Everybody who waits is told their new place."""
        for one in {*await self._handling.waiting(), *([conversation] if conversation else [])}:
            self._bell.publish(one)
        self._bell.publish(DESK)

    def _ring(self, conversation: str) -> None:
        self._bell.publish(conversation)
        self._bell.publish(DESK)
