"""When the support team is at the desk, without bank holidays, by England's clock."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.conversations.england import ENGLAND
from bot.conversations.opening_hours import OpeningHours
from content.bank_holidays import is_bank_holiday

WEEK = "Mon-Fri 08:00-18:00; Sat 09:30-13:00"


def at(day: int, hour: int, minute: int = 0, month: int = 6) -> datetime:
    """In 2026; 1 June is a Monday."""
    return datetime(2026, month, day, hour, minute, tzinfo=ENGLAND)


HOURS = OpeningHours.parse(WEEK, is_bank_holiday)


@pytest.mark.parametrize(
    ("when", "is_open"),
    [
        (at(1, 8), True),
        (at(1, 7, 59), False),
        (at(1, 17, 59), True),
        (at(1, 18), False),
        (at(6, 9, 30), True),
        (at(6, 13), False),
        (at(7, 12), False),
        (at(31, 12, month=8), False),  # the summer bank holiday
        (at(25, 12, month=5), False),  # the spring bank holiday
    ],
)
def test_open_within_the_hours(when: datetime, is_open: bool) -> None:
    assert HOURS.is_open(when) is is_open


@pytest.mark.parametrize(
    ("when", "opens"),
    [
        (at(1, 7), at(1, 8)),
        (at(1, 20), at(2, 8)),
        (at(5, 18), at(6, 9, 30)),
        (at(6, 13), at(8, 8)),
        (at(22, 20, month=5), at(23, 9, 30, month=5)),
        (at(23, 14, month=5), at(26, 8, month=5)),  # over the bank holiday of 25 May
    ],
)
def test_the_next_opening(when: datetime, opens: datetime) -> None:
    assert HOURS.next_opening(when) == opens


def test_the_clock_of_england_goes_forward_and_back() -> None:
    assert str(OpeningHours.parse("Sun 09:00-10:00").next_opening(at(28, 12, month=3))) == "2026-03-29 09:00:00+01:00"


def test_always_and_never() -> None:
    assert OpeningHours.parse("always").is_open(at(7, 3))
    assert not OpeningHours.parse("never").is_open(at(1, 12))
    assert OpeningHours.parse("never").next_opening(at(1, 12)) is None


def test_a_team_that_is_always_on_holiday_never_opens() -> None:
    assert OpeningHours.parse(WEEK, lambda day: True).next_opening(at(1, 12)) is None


@pytest.mark.parametrize("text", ["Mon", "Mon 8-18", "Fri-Mon 08:00-18:00", "Mon 18:00-08:00", "Xyz 08:00-18:00", ";"])
def test_hours_that_cannot_be_read_are_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"not understood|before it begins"):
        OpeningHours.parse(text)


def test_bank_holidays_are_those_of_england() -> None:
    assert is_bank_holiday(date(2026, 12, 25))
    assert not is_bank_holiday(date(2026, 1, 2))  # Scotland's
    assert not is_bank_holiday(date(2026, 3, 17))  # Northern Ireland's
