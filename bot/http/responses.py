"""The bot's own words, from the same responses in data/ as the engine's: it has them also when the engine is down."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.conversations.message import Button, Reply
from content.files import ROOT, read_data


class UnknownResponse(KeyError):
    """No file under data/nlu/ holds a response of that name."""


class ResponseTexts:
    """`say` gives one variant of a response with its placeholders filled."""

    def __init__(self, responses: Mapping[str, list[dict[str, Any]]], values: Mapping[str, str]) -> None:
        self._responses = responses
        self._values = values

    @classmethod
    def read(cls, values: Mapping[str, str], folder: Path = ROOT / "data" / "nlu") -> ResponseTexts:
        """`values` are what every response may name, such as `support_link`."""
        responses: dict[str, list[dict[str, Any]]] = {}
        for file in sorted(folder.rglob("*.yml")):
            responses.update(read_data(file).get("responses") or {})
        return cls(responses, values)

    @property
    def names(self) -> list[str]:
        return list(self._responses)

    def ready_made(self, name: str, values: Mapping[str, str]) -> str:
        """The first variant for an agent to send; a placeholder without a value stays as it is."""
        known = {**self._values, **values}
        text = str(self._responses[name][0]["text"])
        return re.sub(r"{(\w+)}", lambda found: known.get(found[1], found[0]), text)

    def say(self, name: str, **values: str) -> str:
        """Raises UnknownResponse."""
        return self.reply(name, **values).text

    def reply(self, name: str, channel: str = "", **values: str) -> Reply:
        """With its buttons; where it has variants for the channel, one of those. Raises UnknownResponse."""
        if name not in self._responses:
            raise UnknownResponse(name)
        every = self._responses[name]
        own = [variant for variant in every if channel and variant.get("channel") == channel]
        variants = own or [variant for variant in every if "channel" not in variant]
        variant = random.choice(variants)  # noqa: S311 - a choice of words, not a secret
        text = str(variant["text"]).format(**{**self._values, **values})
        return Reply(text, tuple(Button(b["title"], b["payload"]) for b in variant.get("buttons") or ()))
