"""How often one address of the network may try to get in; kept in memory and scrambled, never stored."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import datetime

from bot.conversations.refusals import TooMany

WINDOW = 3600.0  # seconds
MOST_ADDRESSES = 50_000  # the longest unseen are forgotten


class RateLimiter:
    """An office may share one address, so what succeeds is not counted: `forgive` takes it back."""

    def __init__(self, an_hour: int, clock: Callable[[], datetime]) -> None:
        self._an_hour = an_hour
        self._clock = clock
        self._salt = secrets.token_bytes(16)
        self._seen: OrderedDict[bytes, deque[float]] = OrderedDict()

    def check(self, address: str) -> None:
        """Counts one try, before anything costly is done for it. Raises TooMany."""
        key, now = self._key(address), self._clock().timestamp()
        times = self._seen.setdefault(key, deque())
        self._seen.move_to_end(key)
        while times and times[0] <= now - WINDOW:
            times.popleft()
        if len(times) >= self._an_hour:
            raise TooMany("Too many tries came from where you are. Try again later.", times[0] + WINDOW - now)
        times.append(now)
        if len(self._seen) > MOST_ADDRESSES:
            self._seen.popitem(last=False)

    def forgive(self, address: str) -> None:
        """The latest one."""
        times = self._seen.get(self._key(address))
        if times:
            times.pop()

    def _key(self, address: str) -> bytes:
        return hashlib.blake2b(_place(address).encode(), key=self._salt, digest_size=16).digest()


def _place(address: str) -> str:
    """A home has more IPv6 addresses than it can try: its network of 64 bits counts as one."""
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((read, 64), strict=False)) if read.version == 6 else address
