"""How many conversations one address of the network may open; kept in memory and scrambled, never stored."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from collections import OrderedDict, deque
from collections.abc import Callable

from bot.conversations.refusals import TooManyOpened

WINDOW = 3600.0  # seconds
ONE_HOME = 64  # bits: whoever has one IPv6 address has all that begin with these
MOST_ADDRESSES = 50_000  # the longest unseen are forgotten


class OpeningLimit:
    """A surgery or a library may share one address, so the limit is generous. `now` counts seconds."""

    def __init__(self, an_hour: int, now: Callable[[], float]) -> None:
        self._an_hour = an_hour
        self._now = now
        self._salt = secrets.token_bytes(16)
        self._seen: OrderedDict[bytes, deque[float]] = OrderedDict()

    def check(self, address: str) -> None:
        """Counts one opening. Raises TooManyOpened."""
        key = hashlib.blake2b(_home(address).encode(), key=self._salt, digest_size=16).digest()
        times = self._seen.setdefault(key, deque())
        self._seen.move_to_end(key)
        now = self._now()
        while times and times[0] <= now - WINDOW:
            times.popleft()
        if len(times) >= self._an_hour:
            raise TooManyOpened(retry_after=times[0] + WINDOW - now)
        times.append(now)
        if len(self._seen) > MOST_ADDRESSES:
            self._seen.popitem(last=False)


def _home(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address  # a proxy may forward a name
    if found.version == 4:
        return address
    return str(found.ipv4_mapped or ipaddress.ip_network((int(found), ONE_HOME), strict=False))
