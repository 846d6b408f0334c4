"""The assistant's responses from data/, for the bot to use while the engine is down."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from bot.conversations.message import Button, Reply
from content.language import ENGLISH
from content.responses import Variants, read_responses, responses

_CHOICE = random.Random()  # noqa: S311 - a choice of words, not a secret


class UnknownResponse(KeyError):
    """No file under data/nlu/ has a response of that name."""


class ResponseTexts:
    """Fills the placeholders of responses and chooses a variant."""

    def __init__(self, responses: Callable[[str], Mapping[str, Variants]], values: Mapping[str, str]) -> None:
        """`responses` gets a language."""
        self._read = responses
        self._values = values

    @property
    def _responses(self) -> Mapping[str, Variants]:
        return self._read(ENGLISH)

    @classmethod
    def read(cls, values: Mapping[str, str], folder: Path | None = None) -> ResponseTexts:
        """Reads the responses of `folder`, by default data/nlu/. `values` are for all responses, such as
        `support_link`.
        """
        if folder is None:
            return cls(responses, values)
        found = read_responses(folder)
        return cls(lambda language: found, values)

    @property
    def names(self) -> list[str]:
        return list(self._responses)

    def ready_made(self, name: str, values: Mapping[str, str]) -> str:
        """Returns the first variant for an agent to send; a placeholder without a value is kept."""
        known = {**self._values, **values}
        text = str(self._responses[name][0]["text"])
        return re.sub(r"{(\w+)}", lambda found: known.get(found[1], found[0]), text)

    def say(self, name: str, **values: str) -> str:
        """Raises UnknownResponse."""
        return self.reply(name, **values).text

    def reply(self, name: str, channel: str = "", language: str = "", **values: str) -> Reply:
        """Returns a variant with its buttons, one for the channel if there are any. Raises UnknownResponse."""
        known = self._read(language or ENGLISH)
        if name not in known:
            raise UnknownResponse(name)
        every = known[name]
        own = [variant for variant in every if channel and variant.get("channel") == channel]
        variants = own or [variant for variant in every if "channel" not in variant]
        variant = _CHOICE.choice(variants)
        text = str(variant["text"]).format(**{**self._values, **values})
        return Reply(text, tuple(Button(b["title"], b["payload"]) for b in variant.get("buttons") or ()))
