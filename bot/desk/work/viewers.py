"""Who has a conversation open at the moment, so that two do not work on one; known to this process only."""

from __future__ import annotations

import contextlib
from collections import Counter, defaultdict
from collections.abc import Iterator


class Viewers:
    def __init__(self) -> None:
        self._names: dict[str, Counter[str]] = defaultdict(Counter)

    @contextlib.contextmanager
    def at(self, conversation: str, name: str) -> Iterator[None]:
        """While an agent's page listens."""
        self._names[conversation][name] += 1
        try:
            yield
        finally:
            self._names[conversation][name] -= 1
            if not +self._names[conversation]:
                del self._names[conversation]

    def others(self, conversation: str, name: str) -> list[str]:
        """Names of those who look, without one's own."""
        names = self._names.get(conversation, Counter())
        return sorted(other for other, pages in names.items() if pages > 0 and other != name)
