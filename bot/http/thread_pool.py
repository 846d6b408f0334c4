"""A private thread pool for blocking calls, so that a slow one cannot delay the rest of the bot."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class ThreadPool:
    """At most `most` calls run at the same time; others wait."""

    def __init__(self, most: int, name: str) -> None:
        self._pool = ThreadPoolExecutor(most, name)

    async def run(self, do: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, do)

    def close(self) -> None:
        """Does not wait for running calls."""
        self._pool.shutdown(wait=False)
