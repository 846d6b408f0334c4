"""When the support team is at the desk: weekly hours in England, without bank holidays. Pure.

Written as `Mon-Fri 08:00-18:00; Sat 09:00-13:00`, `always` or `never`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LOOK_AHEAD = 30  # days
_PART = re.compile(r"([a-z]{3})(?:-([a-z]{3}))?\s+(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")


@dataclass(frozen=True)
class Span:
    """Hours on one weekday (0 is Monday), in minutes of the day; `until` is exclusive."""

    day: int
    since: int
    until: int


@dataclass(frozen=True)
class OpeningHours:
    """`at` is local time in England. `is_holiday` returns whether a day is a bank holiday there."""

    spans: tuple[Span, ...]
    is_holiday: Callable[[date], bool] = lambda day: False
    always: bool = False

    @classmethod
    def parse(cls, text: str, is_holiday: Callable[[date], bool] = lambda day: False) -> OpeningHours:
        """Raises ValueError with a sentence."""
        plain = text.strip().casefold()
        if plain in {"always", "never", ""}:
            return cls((), is_holiday, plain == "always")
        return cls(tuple(span for part in plain.split(";") for span in _spans(part.strip())), is_holiday)

    def is_open(self, at: datetime) -> bool:
        if self.always:
            return True
        if self.is_holiday(at.date()):
            return False
        minute = at.hour * 60 + at.minute
        return any(span.day == at.weekday() and span.since <= minute < span.until for span in self.spans)

    def next_opening(self, at: datetime) -> datetime | None:
        """Returns when the desk next opens after `at`; None if no hours are set or none is soon."""
        for ahead in range(LOOK_AHEAD):
            day = at.date() + timedelta(days=ahead)
            if self.is_holiday(day):
                continue
            begins = sorted(span.since for span in self.spans if span.day == day.weekday())
            for since in begins:
                opening = datetime.combine(day, time(since // 60, since % 60), at.tzinfo)
                if opening > at:
                    return opening
        return None


def _spans(part: str) -> list[Span]:
    """Raises ValueError."""
    found = _PART.fullmatch(part)
    if found is None or found[1] not in DAYS or (found[2] or found[1]) not in DAYS:
        raise ValueError(f"{part!r} is not understood: write for example Mon-Fri 08:00-18:00.")
    first, last = DAYS.index(found[1]), DAYS.index(found[2] or found[1])
    since, until = int(found[3]) * 60 + int(found[4]), int(found[5]) * 60 + int(found[6])
    if not 0 <= since < until <= 24 * 60 or first > last:
        raise ValueError(f"{part!r} ends before it begins.")
    return [Span(day, since, until) for day in range(first, last + 1)]
