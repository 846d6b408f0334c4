"""The terminal as a channel: reads lines and prints replies as text or as JSON.

A line `---` starts a new conversation, `@now 2026-06-02T14:00` sets the clock, and `@after 3 hours` moves it. A number,
or a button's title, presses that button.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, TextIO

from bot.channels.terminal.clock import Clock
from bot.channels.terminal.conversation import Conversation, ShownReply
from bot.conversations.refusals import Refused

NEW_CONVERSATION = "---"
UNITS = ("minutes", "hours", "days", "weeks")


class BadCommand(ValueError):
    """A line that starts with @ cannot be read; the sentence says what is expected."""


def time_passed(words: str) -> timedelta:
    """Parses "3 hours" or "1 day". Raises BadCommand."""
    number, _, unit = words.partition(" ")
    unit = f"{unit.strip().rstrip('s')}s"
    if not number.isdigit() or unit not in UNITS:
        raise BadCommand("Write for example: @after 3 hours")
    return timedelta(**{unit: int(number)})


class Terminal:
    """`write` prints one line of output; `as_json` chooses the form of the replies."""

    def __init__(
        self,
        converse: Callable[[], Conversation],
        clock: Clock,
        out: TextIO,
        *,
        as_json: bool,
        refusal: Callable[[Refused], str],
    ) -> None:
        self._converse = converse
        self._clock = clock
        self._out = out
        self._as_json = as_json
        self._refusal = refusal
        self._number = self._turn = 0
        self.conversation = converse()

    async def begin(self) -> None:
        """Starts a new conversation with a greeting."""
        self.conversation = self._converse()
        self._number, self._turn = self._number + 1, 0
        if self._number > 1 and not self._as_json:
            self._print(f"{NEW_CONVERSATION}\n")
        self._show(await self.conversation.begin())

    async def handle_line(self, line: str) -> None:
        """Handles a line from the person, or a command. Raises BadCommand."""
        if line.strip() == NEW_CONVERSATION:
            await self.begin()
        elif line.startswith(("@now ", "@after ")):
            self._set_clock(*line.split(" ", 1))
        else:
            self._turn += 1
            self._show(await self._said(line))

    async def _said(self, line: str) -> list[ShownReply]:
        typed = line.strip()
        pressed = [button for button in self.conversation.buttons if button.title.casefold() == typed.casefold()]
        if pressed:
            return await self.conversation.press(pressed[0])
        if typed.isascii() and typed.isdigit() and 0 < int(typed[:3]) <= len(self.conversation.buttons):
            return await self.conversation.choose(int(typed), line)
        return await self.conversation.say(line)

    def _set_clock(self, command: str, value: str) -> None:
        if command == "@after":
            self._clock.move(time_passed(value.strip()))
            return
        try:
            self._clock.set(datetime.fromisoformat(value.strip()))
        except ValueError:
            raise BadCommand("Write for example: @now 2026-06-02T14:00") from None

    def _show(self, told: Sequence[ShownReply]) -> None:
        for one in told:
            self._print(self._json(one) if self._as_json else as_words(one))
        if self.conversation.refused:
            sentence = self._refusal(self.conversation.refused)
            self._print(self._object(sentence, "system") if self._as_json else f"Assistant: {sentence}\n")

    def _json(self, told: ShownReply) -> str:
        titles = [{"title": button.title} for button in told.buttons]
        return self._object(told.text, told.entry.sender.value, titles, **told.data)

    def _object(self, text: str, sender: str, buttons: Sequence[Any] = (), **data: Any) -> str:
        shown = {"conversation": self._number, "turn": self._turn, "sender": sender, "text": text}
        return json.dumps({**shown, "buttons": list(buttons), **data}, ensure_ascii=False)

    def _print(self, text: str) -> None:
        print(text, file=self._out, flush=True)


def as_words(told: ShownReply) -> str:
    """Formats a reply as text, with numbered buttons and the data that is handed over."""
    name = "Assistant" if told.entry.sender.value == "assistant" else told.entry.name or "System"
    lines = [f"{name}: {told.text}"]
    lines += [f"  {number}) {button.title}" for number, button in enumerate(told.buttons, 1)]
    for kind, data in told.data.items():
        lines.append(f"  [{kind} to the support team]")
        lines += [f"    {key}: {_plain(value)}" for key, value in data.items()]
    return "\n".join(lines) + "\n"


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return " | ".join(map(str, value)) or "-"
    return "-" if value is None else str(value)


def lines_of(stream: TextIO) -> Iterator[str]:
    """Yields every line without its line end, including empty ones."""
    for line in stream:
        yield line.rstrip("\r\n")
