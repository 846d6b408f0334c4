"""Tracks who has a conversation open, in this process only, so that two agents do not work on the same one."""

from __future__ import annotations

import contextlib
from collections import Counter, defaultdict
from collections.abc import Iterator


class Viewers:
    def __init__(self) -> None:
        self._names: dict[str, Counter[str]] = defaultdict(Counter)

    @contextlib.contextmanager
    def at(self, conversation: str, name: str) -> Iterator[None]:
        """Counts an agent as a viewer while their page is connected."""
        self._names[conversation][name] += 1
        try:
            yield
        finally:
            self._names[conversation][name] -= 1
            if not +self._names[conversation]:
                del self._names[conversation]

    def others(self, conversation: str, name: str) -> list[str]:
        """Returns the names of the other viewers."""
        names = self._names.get(conversation, Counter())
        return sorted(other for other, pages in names.items() if pages > 0 and other != name)
