"""What the support team does with conversations, and who is notified of it."""

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
    """The store's operations on conversations, one transaction each. See SqlOperations for the errors."""

    async def take(self, conversation: str, agent: Staff, at: datetime) -> None: ...

    async def take_next(self, agent: Staff, at: datetime) -> str | None: ...

    async def reply(self, conversation: str, agent: Staff, message_id: str, text: str, at: datetime) -> int: ...

    async def pass_to(self, conversation: str, agent: Staff, other: Staff, at: datetime) -> None: ...

    async def pass_on(self, conversation: str, agent: Staff, team: str, at: datetime) -> None: ...

    async def release(self, conversation: str, who: Staff, at: datetime) -> None: ...

    async def give_back(self, conversation: str, agent: Staff, at: datetime, *, settled: bool) -> None: ...

    async def close(self, conversation: str, agent: Staff, outcome: Closing, at: datetime) -> None: ...

    async def time_out_waiting(self, waited: timedelta, at: datetime) -> list[str]: ...

    async def publish_places(self, every: timedelta, at: datetime) -> list[str]: ...

    async def waiting(self) -> list[str]: ...


class Support:
    """Runs the operations of agents and notifies everybody concerned. Every method may raise Refused.

    `clock` returns aware times. After `longest_wait` in the queue a person goes back to the assistant.
    """

    def __init__(
        self,
        operations: Operations,
        worker: Worker,
        notifier: Notifier,
        clock: Callable[[], datetime],
        longest_wait: timedelta,
        typing: Typing,
    ) -> None:
        self._operations = operations
        self._worker = worker
        self._notifier = notifier
        self._clock = clock
        self._longest_wait = longest_wait
        self.typing = typing

    def writes(self, conversation: str, agent: Staff) -> None:
        """Shows the person that the agent is typing. The caller has checked that the agent holds the conversation."""
        self.typing.note(conversation, "agent", agent.name)
        self._notifier.publish(conversation)

    async def take(self, conversation: str, agent: Staff) -> None:
        await self._operations.take(conversation, agent, self._clock())
        await self.queue_moved(conversation)

    async def take_next(self, agent: Staff) -> str | None:
        taken = await self._operations.take_next(agent, self._clock())
        if taken is not None:
            await self.queue_moved(taken)
        return taken

    async def reply(self, conversation: str, agent: Staff, message_id: str, text: str) -> int:
        """Sends a reply; returns its sequence. Hides secrets, since the agent may repeat what the person wrote."""
        self.typing.stop(conversation, "agent")
        sequence = await self._operations.reply(
            conversation, agent, message_id, without_secrets(text, LONGEST_REPLY), self._clock()
        )
        self._publish(conversation)
        return sequence

    async def pass_to(self, conversation: str, agent: Staff, other: Staff) -> None:
        await self._operations.pass_to(conversation, agent, other, self._clock())
        self._publish(conversation)

    async def pass_on(self, conversation: str, agent: Staff, team: str = "") -> None:
        await self._operations.pass_on(conversation, agent, team, self._clock())
        await self.queue_moved(conversation)

    async def release(self, conversation: str, who: Staff) -> None:
        """Returns a conversation to the queue for a supervisor, regardless of which agent holds it."""
        await self._operations.release(conversation, who, self._clock())
        await self.queue_moved(conversation)

    async def give_back(self, conversation: str, agent: Staff, *, settled: bool) -> None:
        await self._operations.give_back(conversation, agent, self._clock(), settled=settled)
        self._worker.wake(conversation)
        self._publish(conversation)

    async def close(self, conversation: str, agent: Staff, outcome: Closing) -> None:
        await self._operations.close(conversation, agent, outcome, self._clock())
        self._publish(conversation)

    async def time_out_waiting(self) -> int:
        """Returns people who waited too long to the assistant; returns how many."""
        timed_out = await self._operations.time_out_waiting(self._longest_wait, self._clock())
        for conversation in timed_out:
            self._notifier.publish(conversation)
        if timed_out:
            await self.queue_moved()
        return len(timed_out)

    async def publish_places(self) -> int:
        """Tells people in messaging channels their new place in the queue, at most once in PLACES_EVERY."""
        told = await self._operations.publish_places(PLACES_EVERY, self._clock())
        for conversation in told:
            self._notifier.publish(conversation)
        return len(told)

    async def queue_moved(self, conversation: str | None = None) -> None:
        """Publishes new positions to everybody in the queue."""
        for one in {*await self._operations.waiting(), *([conversation] if conversation else [])}:
            self._notifier.publish(one)
        self._notifier.publish(DESK)

    def _publish(self, conversation: str) -> None:
        self._notifier.publish(conversation)
        self._notifier.publish(DESK)
