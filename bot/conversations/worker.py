"""Answers pending messages: one at a time and in order within a conversation, many conversations at once.

Pending messages are in the store, so a crash at any point loses nothing: the engine gives the same answer to the same
message again, and only the first answer is kept.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from enum import Enum
from typing import Protocol

from bot.conversations.decision import Responses, responses_for
from bot.conversations.engine import Engine, EngineFailed, EngineUnavailable
from bot.conversations.england import in_england
from bot.conversations.inbox import Inbox, PendingMessage
from bot.conversations.message import WEB, Message, Reply
from bot.conversations.notifier import DESK, Notifier
from bot.conversations.refusals import Gone, Refused

logger = logging.getLogger(__name__)
AT_ONCE = 32  # messages sent to the engine at the same time
SHOWN_AFTER = 0.2  # seconds; a quicker answer needs no typing indicator
MOST_ATTEMPTS = 3  # at a message that the engine fails on; one that cannot reach the engine is retried until it can
LONGEST_PAUSE = 2.0  # seconds between attempts


class Outcome(Enum):
    ANSWERED = "answered"
    FAILED = "failed"  # the engine, or we, on this very message
    LATER = "later"  # the engine or the store cannot be reached


class WorkerMetrics(Protocol):
    """What is counted for the operators."""

    def answered(self, seconds: float) -> None: ...

    def failed(self, kind: str) -> None: ...

    def replied(self, conversation: str, replies: Sequence[Reply]) -> None: ...

    def postponed(self, conversation: str) -> None:
        """The engine cannot be reached; the person has been told that the answer comes later."""
        ...


class Worker:
    """`wake` is cheap and can be called too often. `clock` returns aware times.

    After `slow` seconds the person is told that the answer takes longer.
    """

    def __init__(
        self,
        inbox: Inbox,
        engine: Engine,
        say: Responses,
        notifier: Notifier,
        clock: Callable[[], datetime],
        watch: WorkerMetrics,
        slow: float = 3.0,
    ) -> None:
        self._inbox = inbox
        self._engine = engine
        self._say = say
        self._notifier = notifier
        self._clock = clock
        self._watch = watch
        self._slow = slow
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()  # woken while a task was running
        self._stopping = asyncio.Event()
        self.writing: set[str] = set()  # conversations that show a typing indicator

    async def start(self) -> None:
        """Continues with the messages that were pending when the bot stopped."""
        for conversation in await self._inbox.with_pending_messages():
            self.wake(conversation)

    def wake(self, conversation: str, message: PendingMessage | None = None) -> None:
        """Starts work on a conversation. `message`, if given, is its only pending message."""
        if self._stopping.is_set():
            return
        if conversation in self._tasks:
            self._again.add(conversation)
            return
        task = asyncio.get_running_loop().create_task(self._drain(conversation, message))
        self._tasks[conversation] = task
        task.add_done_callback(lambda _: self._finished(conversation))

    def is_at_work(self, conversation: str) -> bool:
        """Returns whether the engine is working on this conversation or is about to."""
        return conversation in self._tasks

    def _finished(self, conversation: str) -> None:
        del self._tasks[conversation]
        if conversation in self._again:
            self._again.discard(conversation)
            self.wake(conversation)

    async def stop(self, limit: float) -> None:
        """Waits at most `limit` seconds for the messages in progress; the rest stays pending in the store."""
        self._stopping.set()
        if self._tasks:
            _, late = await asyncio.wait(list(self._tasks.values()), timeout=limit)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _drain(self, conversation: str, known: PendingMessage | None) -> None:
        attempts = failures = 0
        while not self._stopping.is_set():
            try:
                is_fresh = known is not None  # and was accepted while the assistant was on
                message, known = known or await self._inbox.next_pending(conversation), None
                if message is None:
                    return
                outcome = await self._work(message, failures, is_fresh=is_fresh)
                if outcome is Outcome.ANSWERED and message.is_last:
                    return  # a new message wakes the worker
            except Gone:
                return
            except Refused:  # the store: its cause is in the log
                outcome = Outcome.LATER
            done = outcome is Outcome.ANSWERED
            attempts = 0 if done else attempts + 1
            failures = 0 if done else failures + (outcome is Outcome.FAILED)
            if not done:
                await self._pause(min(LONGEST_PAUSE, 0.25 * 2 ** min(attempts, 8)))

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return

    async def _work(self, message: PendingMessage, failures: int, *, is_fresh: bool) -> Outcome:
        """Answers one message. `failures` counts earlier ones; a message that is not `is_fresh` may predate a pause."""
        began = asyncio.get_running_loop().time()
        try:
            paused = not is_fresh and (await self._inbox.banner()).paused
            replies = [self._response(message, "utter_paused")] if paused else await self._ask(message)
        except EngineFailed as error:
            logger.error("The engine failed on a message: %s", error)
            self._watch.failed("failed")
            if failures + 1 < MOST_ATTEMPTS:
                return Outcome.FAILED
            replies = [self._response(message, "utter_trouble")]
        except EngineUnavailable as error:
            logger.warning("The engine cannot be asked: %s", error)
            self._watch.failed("away")
            await self._send_waiting_message(message, self._response(message, "utter_engine_away"))
            self._watch.postponed(message.conversation)
            self._notifier.publish(message.conversation)
            return Outcome.LATER
        except Refused:
            raise  # the store
        except Exception:  # a fault of ours: the person must get an answer
            logger.exception("A message could not be worked on")
            self._watch.failed("fault")
            if failures + 1 < MOST_ATTEMPTS:
                return Outcome.FAILED
            replies = [self._response(message, "utter_trouble")]
        self._watch.replied(message.conversation, replies)
        await self._inbox.answer(message, self._clock(), replies)
        if any(reply.data for reply in replies):
            self._notifier.publish(DESK)
        self._watch.answered(asyncio.get_running_loop().time() - began)
        self._notifier.publish(message.conversation)
        return Outcome.ANSWERED

    async def _ask(self, message: PendingMessage) -> Sequence[Reply]:
        """Asks the engine, and tells the person if it takes long."""
        asking = asyncio.ensure_future(self._in_turn(message))
        try:
            done, _ = await asyncio.wait([asking], timeout=SHOWN_AFTER)
            if not done:
                self.writing.add(message.conversation)
                self._notifier.publish(message.conversation)
                done, _ = await asyncio.wait([asking], timeout=self._slow - SHOWN_AFTER)
            if not done:
                await self._send_waiting_message(message, self._response(message, "utter_still_looking"))
            return await asking
        finally:
            asking.cancel()
            self.writing.discard(message.conversation)

    async def _in_turn(self, message: PendingMessage) -> Sequence[Reply]:
        async with self._at_once:
            return await self._engine.answer(_for_engine(message))

    def _response(self, message: PendingMessage, name: str) -> Reply:
        return responses_for(self._say, message.conversation, message.language)(name)

    async def _send_waiting_message(self, message: PendingMessage, reply: Reply) -> None:
        if not message.waiting_message_sent and await self._inbox.send_waiting_message(message, self._clock(), reply):
            self._notifier.publish(message.conversation)


def _for_engine(message: PendingMessage) -> Message:
    return Message(
        id=f"{message.conversation}:{message.message_id}",
        conversation=message.conversation,
        text=message.text,
        at=in_england(message.at),
        payload=message.payload,
        # The web shows responses as they are written; another channel may have variants.
        channel="" if message.channel == WEB else message.channel,
        case_number=message.case_number,
        language=message.language,
    )
