"""Accepts messages from channels: checks safety, stores them and wakes the worker. Every method may raise Refused."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.conversations.banner import Banner
from bot.conversations.decision import (
    MESSAGES_A_MINUTE,
    Decision,
    IncomingMessage,
    Responses,
    Situation,
    decide,
    responses_for,
)
from bot.conversations.entry import Entry
from bot.conversations.handover import STOP_WAITING
from bot.conversations.hidden_secrets import names_of_secrets
from bot.conversations.holder import Holder
from bot.conversations.inbox import AcceptedMessage, Inbox, News, State
from bot.conversations.incoming import Choice
from bot.conversations.notifier import DESK, Notifier
from bot.conversations.rate_limiter import RateLimiter
from bot.conversations.typing import Typing
from bot.conversations.worker import Worker
from bot.safety import Examined, examine
from content.case_numbers import new_case_number

# Buttons that every conversation always has, with their payloads.
ALWAYS = {"talk_to_a_person": "/request_human", "stop_waiting": STOP_WAITING}
LONGEST_READ = 20_000  # characters of one message that safety reads, wherever a cry for help may stand


def random_id() -> str:
    """Returns an id that cannot be guessed."""
    return secrets.token_hex(16)


class Reception:
    """`clock` returns aware times. `say` returns the texts; `titles` are those of the buttons in ALWAYS."""

    def __init__(
        self,
        inbox: Inbox,
        worker: Worker,
        notifier: Notifier,
        opening_limit: RateLimiter,
        say: Responses,
        titles: Mapping[str, str],
        clock: Callable[[], datetime],
        most_a_minute: int = MESSAGES_A_MINUTE,
        new_id: Callable[[], str] | None = None,
    ) -> None:
        self.typing = Typing(time.monotonic)
        self._inbox = inbox
        self._worker = worker
        self._notifier = notifier
        self._openings = opening_limit
        self._say = say
        self._titles = titles
        self._clock = clock
        self._most_a_minute = most_a_minute
        self._new_id = new_id or random_id

    async def open(self, channel: str, address: str) -> str:
        """Opens a conversation with a greeting; returns its id. The network `address` is not stored."""
        self._openings.check(address)
        conversation = f"{channel}-{self._new_id()}"
        await self._inbox.open(conversation, channel, self._clock(), [self._say("utter_session_start")])
        return conversation

    async def receive(
        self, conversation: str, message_id: str, *, text: str | None = None, button: str | None = None
    ) -> int:
        """Accepts a message; returns its sequence. The same id again changes nothing."""
        return (await self.accept(conversation, message_id, text=text, button=button)).sequence

    async def accept(
        self,
        conversation: str,
        message_id: str,
        *,
        text: str | None = None,
        button: str | None = None,
        choice: Choice | None = None,
    ) -> AcceptedMessage:
        """Accepts a message. A `choice` counts as that button if it was offered, otherwise as text."""
        said, say = await self._incoming_message(text, button), responses_for(self._say, conversation)

        def decided(now: Situation) -> Decision:
            if button in ALWAYS:
                now = replace(now, title=self._titles[button], payload=ALWAYS[button])
            chosen = choice is not None and (text is None or now.payload is not None)
            return decide(replace(said, button="chosen") if chosen else said, now, say, new_case_number)

        pressed = choice if choice is not None else button
        accepted = await self._inbox.accept(conversation, message_id, self._clock(), pressed, decided)
        self.typing.stop(conversation, "person")
        if accepted.pending:
            self._worker.wake(conversation, accepted.message)
        if not accepted.again:
            self._notifier.publish(conversation)
        if not accepted.pending:  # the queue, an agent or an emergency: the desk looks
            self._notifier.publish(DESK)
        if accepted.holder_changed:
            await self._publish_all(conversation)
        return accepted

    async def _incoming_message(self, text: str | None, button: str | None) -> IncomingMessage:
        if text is None:
            return IncomingMessage(0, Examined("", (), None), button=button, most_a_minute=self._most_a_minute)
        seen = await asyncio.to_thread(examine, text[:LONGEST_READ])
        return IncomingMessage(len(text), seen, names_of_secrets(seen, self._say), most_a_minute=self._most_a_minute)

    async def wait_for_answer(self, conversation: str, sequence: int, timeout: float) -> bool:
        """Waits at most `timeout` seconds; returns whether the message is answered or is for an agent."""
        try:
            async with asyncio.timeout(timeout):
                with self._notifier.subscribe(conversation) as news:
                    while _is_waited_for(await self._inbox.state(conversation, self._clock()), sequence):
                        await news.wait()
                        news.clear()
        except TimeoutError:
            return False
        return True

    async def entries(self, conversation: str, after: int = 0) -> list[Entry]:
        return await self._inbox.entries(conversation, after)

    async def news(self, conversation: str, after: int) -> News:
        return await self._inbox.news(conversation, after, self._clock())

    async def state(self, conversation: str) -> State:
        return await self._inbox.state(conversation, self._clock())

    async def has_ended(self, conversation: str) -> bool:
        return (await self._inbox.state(conversation, self._clock())).ended

    def is_typing(self, conversation: str) -> bool:
        """Returns whether the assistant is working on an answer."""
        return conversation in self._worker.writing

    def writes(self, conversation: str) -> None:
        """Shows the agent who talks with the person that they are typing."""
        self.typing.note(conversation, "person")
        self._notifier.publish(conversation)

    async def read(self, conversation: str, up_to: int) -> None:
        await self._inbox.read(conversation, up_to)

    async def end(self, conversation: str) -> None:
        words = responses_for(self._say, conversation)("utter_conversation_ended").text
        if await self._inbox.end(conversation, self._clock(), words):
            await self._publish_all(conversation)

    async def erase(self, conversation: str) -> None:
        """Erases the conversation here at once; the engine forgets it when it can next be reached."""
        await self._inbox.erase(conversation, self._clock())
        await self._publish_all(conversation)

    async def _publish_all(self, conversation: str) -> None:
        """Notifies the conversation, the desk, and everybody whose place in the queue may have changed."""
        for one in (conversation, DESK, *await self._inbox.queue()):
            self._notifier.publish(one)

    async def banner(self) -> Banner:
        return await self._inbox.banner()


def _is_waited_for(state: State, sequence: int) -> bool:
    return state.holder is Holder.ASSISTANT and state.handled_up_to < sequence
