"""Tracks who is typing, in this process only, for a few seconds."""

from __future__ import annotations

from collections.abc import Callable

LASTS = 6.0  # seconds since it was last heard of
MOST = 10_000  # conversations


class Typing:
    """`monotonic` is a clock in seconds."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._now = monotonic
        self._latest: dict[tuple[str, str], tuple[float, str]] = {}

    def note(self, conversation: str, who: str, name: str = "") -> None:
        """`who` is `person` or `agent`."""
        self._latest.pop((conversation, who), None)
        self._latest[conversation, who] = (self._now(), name)
        if len(self._latest) > MOST:
            del self._latest[next(iter(self._latest))]

    def stop(self, conversation: str, who: str) -> None:
        self._latest.pop((conversation, who), None)

    def name(self, conversation: str, who: str) -> str | None:
        """Returns the name of the person or agent who is typing; None if nobody is."""
        at, name = self._latest.get((conversation, who), (-LASTS, ""))
        return name if self._now() - at < LASTS else None
