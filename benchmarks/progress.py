"""One line of progress on standard error: alive in a terminal, a line at start and end elsewhere."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

_EVERY = 1.0  # seconds between two looks of a line in a terminal
_EVERY_IN_A_LOG = 60.0  # and where each report is a separate line


@contextmanager
def work_pages(what: str) -> Iterator[None]:
    """Shows what goes on and for how long, and at the end how long it took."""
    began, stream, done = time.monotonic(), sys.stderr, threading.Event()
    _say(stream, f"{what} ...")
    ticker = threading.Thread(target=_tick, args=(what, began, stream, done), daemon=True)
    ticker.start()
    try:
        yield
    finally:
        done.set()
        ticker.join()
    _say(stream, f"{what}: {time.monotonic() - began:.0f} s", ends=True)


def _tick(what: str, began: float, stream: TextIO, done: threading.Event) -> None:
    while not done.wait(_EVERY if stream.isatty() else _EVERY_IN_A_LOG):
        _say(stream, f"{what}: {time.monotonic() - began:.0f} s")


def _say(stream: TextIO, line: str, *, ends: bool = False) -> None:
    alive = stream.isatty()
    if alive:
        stream.write(f"\r\033[K{line}" + ("\n" if ends else ""))
    else:
        stream.write(line + "\n")
    stream.flush()
