"""One network address may do something so many times in an hour."""

from __future__ import annotations

import pytest

from bot.conversations import rate_limiter
from bot.conversations.rate_limiter import RateLimiter, network_of
from bot.conversations.refusals import TooMany


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def two_an_hour(seconds: Seconds) -> RateLimiter:
    return RateLimiter(2, seconds, lambda wait: TooMany("No more.", wait))


def is_allowed(limiter: RateLimiter, address: str = "192.0.2.1") -> bool:
    try:
        limiter.check(address)
    except TooMany:
        return False
    return True


def test_the_third_use_in_an_hour_is_refused(two_an_hour: RateLimiter) -> None:
    assert [is_allowed(two_an_hour) for _ in range(3)] == [True, True, False]


def test_a_refusal_says_how_long_to_wait(two_an_hour: RateLimiter, seconds: Seconds) -> None:
    two_an_hour.check("192.0.2.1")
    seconds.now += 600
    two_an_hour.check("192.0.2.1")
    with pytest.raises(TooMany) as caught:
        two_an_hour.check("192.0.2.1")
    assert caught.value.retry_after == 3000


def test_a_use_counts_for_an_hour(two_an_hour: RateLimiter, seconds: Seconds) -> None:
    assert [is_allowed(two_an_hour) for _ in range(3)] == [True, True, False]
    seconds.now += 3600
    assert is_allowed(two_an_hour)


def test_every_address_has_its_own_count(two_an_hour: RateLimiter) -> None:
    assert [is_allowed(two_an_hour, f"192.0.2.{last}") for last in range(9)] == [True] * 9


def test_what_is_forgiven_is_not_counted(two_an_hour: RateLimiter) -> None:
    for _ in range(10):
        two_an_hour.check("192.0.2.1")
        two_an_hour.forgive("192.0.2.1")
    two_an_hour.forgive("192.0.2.2")


def test_no_address_is_kept_readable(two_an_hour: RateLimiter) -> None:
    two_an_hour.check("192.0.2.1")
    assert "192.0.2.1" not in str(vars(two_an_hour))
    assert b"192.0.2.1" not in b"".join(two_an_hour._seen)


def test_the_longest_unseen_address_is_forgotten_first(
    two_an_hour: RateLimiter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limiter, "MOST_ADDRESSES", 2)
    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.3"):
        two_an_hour.check(address)
    assert is_allowed(two_an_hour, "192.0.2.1")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("proxy.internal", "proxy.internal"),
        ("", ""),
    ],
)
def test_a_household_counts_as_one_address(address: str, network: str) -> None:
    assert network_of(address) == network
