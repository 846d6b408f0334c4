"""Caches content of `data/` in a running process, until `reload`."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

logger = logging.getLogger(__name__)
T = TypeVar("T")
_NOT_READ: Any = object()


class Live(Generic[T]):
    """Call it for the value. `read` reads it from the files and raises if they are invalid."""

    every: ClassVar[list[Live[Any]]] = []

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._value: T = _NOT_READ
        Live.every.append(self)

    def __call__(self) -> T:
        if self._value is _NOT_READ:
            self._value = self._read()
        return self._value

    @property
    def is_read(self) -> bool:
        return self._value is not _NOT_READ


def reload() -> None:
    """Reads everything again that has been read. Raises the first error and then changes nothing."""
    read = [(one, one._read()) for one in Live.every if one.is_read]
    for one, value in read:
        one._value = value


def reload_on_signal() -> None:
    """Makes SIGUSR1 reload texts and topics; if they are invalid, the process keeps the old ones."""

    def handle(number: int, frame: object) -> None:
        try:
            reload()
        except Exception as error:  # whatever is wrong with the files, the process goes on as it was
            logger.error("Nothing was read again: %s", error)

    signal.signal(signal.SIGUSR1, handle)
