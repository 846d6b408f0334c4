"""Reads server-sent events, line by line, from whatever client brings the lines.

httpx-sse would read only answers of httpx; the benchmark's client is aiohttp, as httpx takes more time than what is
measured. https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Event:
    """`text` is the data as it was sent."""

    name: str
    text: str
    id: str = ""

    @property
    def data(self) -> Any:
        return json.loads(self.text)


class EventReader:
    def __init__(self) -> None:
        self._name = ""
        self._lines: list[str] = []
        self._id = ""

    def feed(self, line: str) -> Event | None:
        """Takes the next line, without its end; the event that it completes."""
        if not line:
            return self._complete()
        field, _, value = line.partition(":")  # a comment begins with the colon: its field has no name
        value = value.removeprefix(" ")
        if field == "event":
            self._name = value
        elif field == "data":
            self._lines.append(value)
        elif field == "id":
            self._id = value
        return None

    def _complete(self) -> Event | None:
        name, lines = self._name or "message", self._lines
        self._name, self._lines = "", []
        return Event(name, "\n".join(lines), self._id) if lines else None


def events_in(lines: Iterable[str]) -> Iterator[Event]:
    reader = EventReader()
    for line in lines:
        if event := reader.feed(line):
            yield event
