"""Limits what one network address can do in an hour. Addresses are hashed, kept in memory and never stored."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from collections import OrderedDict, deque
from collections.abc import Callable

from bot.conversations.refusals import TooMany

WINDOW = 3600.0  # seconds
PREFIX = 64  # bits of IPv6: a household has all addresses that begin with the same ones
MOST_ADDRESSES = 50_000  # the longest unseen are forgotten


class RateLimiter:
    """Many people may share one address, such as at a library, so limits should be generous.

    `now` counts seconds; `refusal` makes the error from the seconds to wait.
    """

    def __init__(self, an_hour: int, now: Callable[[], float], refusal: Callable[[float], TooMany]) -> None:
        self._an_hour = an_hour
        self._now = now
        self._refusal = refusal
        self._salt = secrets.token_bytes(16)
        self._seen: OrderedDict[bytes, deque[float]] = OrderedDict()

    def check(self, address: str) -> None:
        """Counts one use. Raises the refusal, which is not counted."""
        key, now = self._key(address), self._now()
        times = self._seen.setdefault(key, deque())
        self._seen.move_to_end(key)
        while times and times[0] <= now - WINDOW:
            times.popleft()
        if len(times) >= self._an_hour:
            raise self._refusal(times[0] + WINDOW - now)
        times.append(now)
        if len(self._seen) > MOST_ADDRESSES:
            self._seen.popitem(last=False)

    def forgive(self, address: str) -> None:
        """Removes the latest use, where only failures count."""
        times = self._seen.get(self._key(address))
        if times:
            times.pop()

    def _key(self, address: str) -> bytes:
        return hashlib.blake2b(network_of(address).encode(), key=self._salt, digest_size=16).digest()


def network_of(address: str) -> str:
    """Returns what counts as one address: for IPv6 its network, otherwise the address itself."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address  # a proxy may forward a name
    if found.version == 4:
        return address
    return str(found.ipv4_mapped or ipaddress.ip_network((int(found), PREFIX), strict=False))
