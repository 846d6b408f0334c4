"""Handles messages from messaging channels: finds or opens the conversation of an address.

Replies are sent through the outbox. Only what cannot be said in a conversation is answered here.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from weakref import WeakValueDictionary

from bot.conversations.decision import Responses, responses_for
from bot.conversations.holder import Holder
from bot.conversations.incoming import Choice, Command, Incoming
from bot.conversations.message import Reply
from bot.conversations.notifier import Notifier
from bot.conversations.reception import LONGEST_READ, Reception
from bot.conversations.refusals import Ended, Gone, Refused, TooMany, Unavailable
from bot.safety import examine

LONGEST_ID = 60  # characters; Messenger's are longer, and the store keeps 80
NUMBER = re.compile(r"\s*(\d{1,2})\s*[.)]?\s*")
# The responses that name to the person what cannot be opened.
UNOPENED = {
    "picture": "utter_unopened_picture",
    "video": "utter_unopened_video",
    "voice": "utter_unopened_voice",
    "sticker": "utter_unopened_sticker",
    "file": "utter_unopened_file",
    "place": "utter_unopened_place",
    "contact": "utter_unopened_contact",
}


def _short(message_id: str) -> str:
    """Shortens an id; the same id always gives the same result."""
    if len(message_id) <= LONGEST_ID:
        return message_id
    return hashlib.sha256(message_id.encode()).hexdigest()[:LONGEST_ID]


@dataclass(frozen=True)
class ContactStatus:
    """What the store knows about an address.

    `conversation` is the current one; `opted_out` is true after STOP; `already_processed` is true if this message has
    been received before.
    """

    conversation: str | None
    opted_out: bool
    already_processed: bool


class ContactStore(Protocol):
    """The store's part; each method is one transaction. Raises Unavailable."""

    async def look_up(self, channel: str, address: str, message_id: str) -> ContactStatus:
        """Returns what is known about the address when the provider's message with that id arrives."""
        ...

    async def open(self, conversation: str, channel: str, address: str, at: datetime, greeting: Sequence[Reply]) -> str:
        """Opens a conversation for the address, unless it has one; returns the current one.

        Another request may have opened one first. A conversation that has ended is replaced by this one.
        """
        ...

    async def mark_processed(self, channel: str, message_id: str, at: datetime) -> None:
        """Records that the provider's message has been processed."""
        ...

    async def send_system_message(self, conversation: str, message_id: str, at: datetime, reply: Reply) -> None:
        """Sends a message to the person, once for each id."""
        ...

    async def opt_out(self, channel: str, address: str, at: datetime) -> None:
        """Stops all messages to this address, including those waiting to be sent."""
        ...

    async def opt_in(self, channel: str, address: str) -> None: ...


class ContactService:
    """Processes what channels receive. `refusal` returns the sentence for a refusal; `clock` returns aware times."""

    def __init__(
        self,
        contacts: ContactStore,
        reception: Reception,
        notifier: Notifier,
        say: Responses,
        refusal: Callable[[Refused], str],
        clock: Callable[[], datetime],
    ) -> None:
        self._contacts = contacts
        self._reception = reception
        self._notifier = notifier
        self._say = say
        self._refusal = refusal
        self._clock = clock
        self._salt = secrets.token_bytes(16)  # numbers of phones can be guessed from a plain hash
        # One at a time of one address: a short message must not overtake a long one.
        self._turns: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def receive(self, incoming: Incoming) -> list[str]:
        """Processes a message once; returns the texts to send outside any conversation. Raises Unavailable."""
        channel, message_id = incoming.channel, _short(incoming.message_id)
        incoming = replace(incoming, message_id=message_id)
        async with self._turns.setdefault((channel, incoming.address), asyncio.Lock()):
            known = await self._contacts.look_up(channel, incoming.address, message_id)
            if known.already_processed:
                return []
            said = await self._worked_on(incoming, known)
            with contextlib.suppress(Unavailable):  # it is stored: the id of its message tells that it comes again
                await self._contacts.mark_processed(channel, message_id, self._clock())
            return said

    async def _worked_on(self, incoming: Incoming, known: ContactStatus) -> list[str]:
        if incoming.command is not Command.NONE and examine(incoming.text or "").emergency:
            incoming = replace(incoming, command=Command.NONE)  # heard in every state
        if incoming.command is Command.STOP:
            return await self._stop(incoming, known)
        if known.opted_out and incoming.command is not Command.START:
            return await self._while_stopped(incoming, known)
        if known.opted_out:
            await self._contacts.opt_in(incoming.channel, incoming.address)
        conversation = known.conversation or await self._open(incoming)
        say = responses_for(self._say, conversation)
        if incoming.command is Command.HELP:
            await self._send_system_message(conversation, self._once_a_minute("help"), say("utter_channel_help"))
            if (await self._reception.state(conversation)).holder is not Holder.ASSISTANT:
                await self._take(conversation, incoming)  # it may be for the person who answers
        elif incoming.command is Command.START and known.conversation is None:
            pass  # the greeting says it all
        elif incoming.command is Command.START and known.opted_out:
            await self._send_system_message(conversation, incoming.message_id, say("utter_channel_started"))
        else:
            await self._take(conversation, incoming)
        self._notifier.publish(conversation)
        return []

    async def _open(self, incoming: Incoming) -> str:
        conversation = f"{incoming.channel}-{secrets.token_hex(16)}"
        greeting = [self._say("utter_session_start", channel=incoming.channel)]
        return await self._contacts.open(conversation, incoming.channel, incoming.address, self._clock(), greeting)

    async def _stop(self, incoming: Incoming, known: ContactStatus) -> list[str]:
        """Ends the conversation as if the person had ended it; an open case stays open."""
        await self._contacts.opt_out(incoming.channel, incoming.address, self._clock())
        if known.conversation is not None:
            await self._reception.end(known.conversation)
        return [] if known.opted_out else [self._say("utter_channel_stopped", channel=incoming.channel).text]

    def urgent(self, incoming: Incoming) -> list[str]:
        """Returns the reply to an emergency when nothing can be stored or sent; empty for other messages."""
        seen = examine((incoming.text or "")[:LONGEST_READ])
        if not seen.emergency:
            return []
        return [self._say(f"utter_emergency_{seen.emergency.value}", channel=incoming.channel).text]

    async def _while_stopped(self, incoming: Incoming, known: ContactStatus) -> list[str]:
        """Answers after STOP: an emergency always, anything else once an hour, so that two machines do not loop."""
        if urgent := self.urgent(incoming):
            # Twilio may keep the answer back; the support team sees it at the desk.
            await self._take(known.conversation or await self._open(incoming), replace(incoming, unopened=""))
            return urgent
        address = hashlib.blake2b(incoming.address.encode(), key=self._salt, digest_size=16).hexdigest()
        told = f"stopped:{address}:{self._clock():%Y%m%d%H}"
        if (await self._contacts.look_up(incoming.channel, incoming.address, told)).already_processed:
            return []
        await self._contacts.mark_processed(incoming.channel, told, self._clock())
        return [self._say("utter_channel_is_stopped", channel=incoming.channel).text]

    async def _take(self, conversation: str, incoming: Incoming) -> None:
        if incoming.text is not None or not incoming.unopened:
            conversation = await self._take_words(conversation, incoming)
        if incoming.unopened and not self.urgent(incoming):
            what = self._say(UNOPENED.get(incoming.unopened, "utter_unopened_other")).text
            notice = self._say("utter_cannot_open", channel=incoming.channel, what=what)
            await self._send_system_message(conversation, self._once_a_minute(incoming.unopened), notice)

    async def _take_words(self, conversation: str, incoming: Incoming) -> str:
        """Accepts a text; returns its conversation, a new one if the last has ended."""
        try:
            try:
                await self._accept(conversation, incoming)
            except (Ended, Gone):
                conversation = await self._open(incoming)
                await self._accept(conversation, incoming)
        except Unavailable:
            raise
        except Refused as error:
            await self._refuse(conversation, incoming, error)
        return conversation

    async def _accept(self, conversation: str, incoming: Incoming) -> None:
        choice = incoming.choice
        typed = NUMBER.fullmatch(incoming.text or "")
        if choice is None and typed:
            choice = Choice(int(typed[1]))
        await self._reception.accept(
            conversation, incoming.message_id, text=incoming.text, button=incoming.button, choice=choice
        )

    async def _refuse(self, conversation: str, incoming: Incoming, error: Refused) -> None:
        """Tells the person why the message was refused; about too many messages at most once a minute."""
        often = isinstance(error, TooMany)
        message_id = self._once_a_minute("too-many") if often else f"{incoming.message_id}:refused"
        await self._send_system_message(conversation, message_id, Reply(self._refusal(error)))

    def _once_a_minute(self, what: str) -> str:
        """Returns an id for a system message, so that an album of pictures gets one reply."""
        return f"{what}:{self._clock():%Y%m%d%H%M}"

    async def _send_system_message(self, conversation: str, message_id: str, reply: Reply) -> None:
        await self._contacts.send_system_message(conversation, message_id, self._clock(), reply)
        self._notifier.publish(conversation)
