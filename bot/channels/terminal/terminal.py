"""The terminal as a channel: reads lines, prints replies as words or as JSON.

A line `---` starts a new conversation. A number, or a button's title, presses that button.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, TextIO

from bot.conversations.assistant import Assistant
from bot.conversations.england import in_england
from bot.conversations.message import Button, Message, Reply

NEW_CONVERSATION = "---"


def england_now() -> datetime:
    """Naive local time, as the engine counts days."""
    return in_england(datetime.now(timezone.utc))


@dataclass
class Talk:
    """One conversation in the terminal: its id, its turn and the buttons that are on offer."""

    number: int
    clock: Callable[[], datetime]
    id: str = field(default_factory=lambda: f"terminal-{uuid.uuid4().hex}")
    turn: int = 0
    buttons: tuple[Button, ...] = ()

    def message(self, line: str) -> Message:
        pressed = self.pressed(line)
        payload = pressed.payload if pressed else None
        return Message(uuid.uuid4().hex, self.id, line, self.clock(), payload)

    def pressed(self, line: str) -> Button | None:
        """The button whose number or title was typed."""
        typed = line.strip().casefold()
        if typed.isascii() and typed.isdigit() and len(typed) < 3 and 0 < int(typed) <= len(self.buttons):
            return self.buttons[int(typed) - 1]
        return next((button for button in self.buttons if button.title.casefold() == typed), None)


class Terminal:
    """`write` prints one line of output; `as_json` chooses the form of the replies."""

    def __init__(self, assistant: Assistant, out: TextIO, *, as_json: bool, clock: Callable[[], datetime]) -> None:
        self._assistant = assistant
        self._out = out
        self._as_json = as_json
        self._clock = clock
        self.talk = Talk(0, clock)

    async def begin(self) -> None:
        """A new conversation, greeted."""
        self.talk = Talk(self.talk.number + 1, self._clock)
        if self.talk.number > 1 and not self._as_json:
            self._print(f"{NEW_CONVERSATION}\n")
        self._show(await self._assistant.greet(self.talk.message("")))

    async def hear(self, line: str) -> None:
        """One line of the person."""
        if line.strip() == NEW_CONVERSATION:
            await self.begin()
            return
        self.talk.turn += 1
        self._show(await self._assistant.answer(self.talk.message(line)))

    def _show(self, replies: list[Reply]) -> None:
        self.talk.buttons = replies[-1].buttons
        for reply in replies:
            self._print(self._json(reply) if self._as_json else as_words(reply))

    def _json(self, reply: Reply) -> str:
        shown: dict[str, Any] = {
            "conversation": self.talk.number,
            "turn": self.talk.turn,
            "sender": "assistant",
            "text": reply.text,
            "buttons": [{"title": button.title} for button in reply.buttons],
            **reply.data,
        }
        return json.dumps(shown, ensure_ascii=False)

    def _print(self, text: str) -> None:
        print(text, file=self._out, flush=True)


def as_words(reply: Reply) -> str:
    """The reply as people read it, with its buttons numbered and what is passed on shown."""
    lines = [f"Assistant: {reply.text}"]
    lines += [f"  {number}) {button.title}" for number, button in enumerate(reply.buttons, 1)]
    for kind, data in reply.data.items():
        lines.append(f"  [{kind} to the support team]")
        lines += [f"    {key}: {_plain(value)}" for key, value in data.items()]
    return "\n".join(lines) + "\n"


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return " | ".join(map(str, value)) or "-"
    return "-" if value is None else str(value)


def lines_of(stream: TextIO) -> Iterator[str]:
    """Every line without its end, empty ones included."""
    for line in stream:
        yield line.rstrip("\r\n")
