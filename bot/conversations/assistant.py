"""How the assistant answers a message: safety first, then the engine; always with words.

The engine and the words come in through the constructor, so that this stays free of networks and files.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from bot.conversations.message import SILENCE, Message, Reply
from bot.safety import LONGEST, Emergency, Examined, examine

logger = logging.getLogger(__name__)

SECRET_WORDS = {
    "password": "password",
    "security_code": "security code",
    "nhs_number": "NHS number",
    "linkage_key": "linkage key or passphrase",
    "card_number": "card number",
}


class EngineUnavailable(Exception):
    """The engine is away, slow or broken; the message says which."""


class EngineFailed(EngineUnavailable):
    """The engine was reached and could not answer this message."""


class Engine(Protocol):
    """Answers messages. Both methods raise EngineUnavailable."""

    async def start(self, message: Message) -> list[Reply]: ...

    async def answer(self, message: Message) -> list[Reply]: ...


class Assistant:
    """`say` gives the words of a response by its name and values."""

    def __init__(self, engine: Engine, say: Callable[..., str]) -> None:
        self._engine = engine
        self._say = say

    async def greet(self, message: Message) -> list[Reply]:
        """The first words of a conversation; `message` carries its id and clock."""
        try:
            replies = await self._engine.start(message)
        except EngineUnavailable as error:
            logger.warning("No greeting from the engine: %s", error)
            replies = []
        return replies or [Reply(self._say("utter_session_start"))]

    async def answer(self, message: Message) -> list[Reply]:
        """At least one reply, whatever comes in."""
        if message.payload is not None:
            return await self._ask_engine(message)
        seen = examine(message.text)
        if seen.emergency:
            return self._in_emergency(seen.emergency) + self._hidden(seen)
        notices = self._hidden(seen)
        if not seen.text:
            return [*notices, Reply(self._say("utter_message_empty"))]
        if len(" ".join(message.text.split())) > LONGEST:
            notices.append(Reply(self._say("utter_message_cut")))
        return notices + await self._ask_engine(replace(message, text=seen.text))

    async def remind(self, message: Message) -> list[Reply]:
        """After a long silence: one gentle word, or none where it was said before. `message` carries id and clock."""
        try:
            return await self._engine.answer(replace(message, text="", payload=SILENCE))
        except EngineUnavailable as error:
            logger.warning("No reminder from the engine: %s", error)
            return []

    def _in_emergency(self, emergency: Emergency) -> list[Reply]:
        """The engine is not asked: nothing may stand beside these words."""
        return [
            Reply(self._say(f"utter_emergency_{emergency.value}")),
            Reply(self._say("utter_after_emergency")),
        ]

    def _hidden(self, seen: Examined) -> list[Reply]:
        names = secrets_in_words(seen)
        return [Reply(self._say("utter_secret_hidden", secret=names))] if names else []

    async def _ask_engine(self, message: Message) -> list[Reply]:
        try:
            replies = await self._engine.answer(message)
        except EngineUnavailable as error:
            logger.error("No answer from the engine: %s", error)
            replies = []
        return replies or [Reply(self._say("utter_trouble"))]


def secrets_in_words(seen: Examined) -> str:
    """What was hidden, as it is told to the person; empty where nothing was."""
    return " and ".join(SECRET_WORDS[secret.value] for secret in seen.secrets)
