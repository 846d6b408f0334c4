"""The language of the conversation that is being answered. Texts and phrases are looked up by it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ENGLISH = "en"  # the language of a conversation unless the store says otherwise, and what others fall back to
_current: ContextVar[str] = ContextVar("language", default=ENGLISH)


def current_language() -> str:
    return _current.get()


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Within it, `current_language` is this one; also in the tasks that are started there."""
    before = _current.set(language)
    try:
        yield
    finally:
        _current.reset(before)
