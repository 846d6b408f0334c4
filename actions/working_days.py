"""Counts the working days that support needs, for the estimate that a person is given."""

from __future__ import annotations

from datetime import date, timedelta

from actions.names import Utter
from content.bank_holidays import is_bank_holiday
from content.responses import text_of

# CID2014 "usually takes 2 working days" (public help). Nothing says when they start: whole days are counted
# after the day on which the person first saw the message.
WORKING_DAYS = 2


def two_working_days_end(first_seen: date) -> date:
    """The second whole working day after the day the message was first seen."""
    day, left = first_seen, WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return day


def has_passed(first_seen: date, today: date) -> bool:
    """Whether the two working days are over: only on a later day than the second one."""
    return today > two_working_days_end(first_seen)


def is_working_day(day: date) -> bool:
    """Monday to Friday, except bank holidays in England."""
    return day.weekday() < 5 and not is_bank_holiday(day)


def spoken(day: date) -> str:
    """A date for reading, such as "Thursday 4 June 2026"."""
    weekday = text_of(Utter.WEEKDAYS).split(", ")[day.weekday()]
    month = text_of(Utter.MONTHS).split(", ")[day.month - 1]
    return text_of(Utter.DATE, weekday=weekday, day=str(day.day), month=month, year=str(day.year))
