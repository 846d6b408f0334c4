"""Understands when a person first saw a message: "this morning", "last Friday", "2/6", "a fortnight ago".

Days are named plainly: a couple is two, a few is three. What is exact ("on Tuesday") wins over what is vague
("for ages"), and of several exact days the earliest is the first seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Literal

import dateparser

from content.phrases import PhrasesOf, phrases

LONGEST_TEXT = 1_000
MOST_DATES = 10  # dates in words that are looked at: each takes dateparser a millisecond
_PHRASES = PhrasesOf("first_seen")


@dataclass(frozen=True)
class FirstSeen:
    """`day` is set when kind is "day", and is never later than the day that was asked on."""

    day: date | None
    kind: Literal["day", "cannot_remember", "not_an_answer"]


# How many days ago each means.
_VAGUE = {
    "vague_years": 730,
    "vague_months": 60,
    "vague_last_year": 365,
    "vague_ages": 30,
    "vague_weeks": 14,
    "vague_last_week": 7,
    "vague_few_days": 3,
    "vague_hours": 0,
}
# As dateparser reads them.
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


def parse_first_seen(text: str, now: datetime) -> FirstSeen:
    """The day on which a person says that they first saw the message.

    Args:
        text: their answer, read up to LONGEST_TEXT characters.
        now: the moment of the answer, in England's time; only its own date and time count, not its zone.
    """
    plain = _PHRASES["future"].sub(" ", _plain(text[:LONGEST_TEXT]))
    moment = now.replace(tzinfo=None)
    for part in [_PHRASES["correction"].split(plain)[-1], plain]:
        days = [day for day in _exact(part, moment) if day <= moment.date()] or list(_vague(part, moment))
        if days:
            return FirstSeen(min(days), "day")
    return FirstSeen(None, "cannot_remember" if _PHRASES["forgotten"].search(plain) else "not_an_answer")


def _plain(text: str) -> str:
    lowered = re.sub(r"\s+", " ", text.lower().replace("\u2019", "'")).strip()
    slips = phrases("first_seen_slips")
    for word in slips:
        lowered = slips[word].sub(word, lowered)
    for number, ordinal in enumerate(_PHRASES().separate("ordinals_of_month"), 1):
        lowered = ordinal.sub(f"{number}th", lowered)
    return _PHRASES["denied"].sub(" ", lowered)


def _exact(text: str, now: datetime) -> Iterator[date]:
    """Days that the text names: no doubt is left but the person's own."""
    today = now.date()
    if _PHRASES["today"].search(text):
        yield today
    if _PHRASES["two_days"].search(text):
        yield _before(today, 2)
    elif _PHRASES["yesterday"].search(text):
        yield _before(today, 1)
    yield from (_weekday(named, today) for named in _PHRASES["named"].finditer(text))
    yield from _dates(text, now)
    for amount in _PHRASES["amount"].finditer(text):
        if amount["ago"] and not _PHRASES["then_weekday"].match(text, amount.end()):
            yield _amount(amount, now)


def _vague(text: str, now: datetime) -> Iterator[date]:
    """The plain reading of an amount of time, or of a word such as "ages"; the first that fits."""
    today = now.date()
    weekend, month, amount = (
        _PHRASES["weekend"].search(text),
        _PHRASES["in_month"].search(text),
        _PHRASES["amount"].search(text),
    )
    if weekend:
        back = (today.weekday() - 5) % 7
        yield _before(today, back + 7 if weekend["last"] and back < 2 else back)
    elif amount:
        yield _amount(amount, now)
    elif month:
        yield _past_month(today, _month(month["month"]))
    elif _PHRASES["this_week"].search(text):
        yield today.replace(day=1) if _PHRASES["this_month"].search(text) else _before(today, today.weekday())
    else:
        yield from [_before(today, days) for vague, days in _VAGUE.items() if _PHRASES[vague].search(text)][:1]


def _weekday(named: re.Match[str], today: date) -> date:
    """The latest such day; "last Friday" said on a Friday is a week ago, "Friday last week" of that week."""
    wanted = phrases("calendar").listed("weekday").index(named["day"])
    back = (today.weekday() - wanted) % 7
    if named["last_week"]:
        return _before(today, today.weekday() + 7 - wanted)
    if back == 0 and (named["last"] or named["before_last"] or named["last_one"]):
        back = 7
    weeks = int(_count(named["weeks"])) if named["weeks"] else int(named["week"] is not None)
    return _before(today, back + 7 * (weeks + (named["before_last"] is not None)))


def _amount(amount: re.Match[str], now: datetime) -> date:
    """How long ago; of "two or three" the longer, so that nobody is told to wait too long."""
    if amount["other"] in _PHRASES().table("counts"):
        count = _count(amount["other"])
    else:
        count = max(_count(amount["count"]), _count(amount["more"] or "0"))
    hours = count * float(_PHRASES().table("units")[amount["unit"]]) / 60
    return (now - timedelta(hours=min(hours, _most_hours(now)))).date()


def _count(word: str) -> float:
    return float(word) if word.isdigit() else float(_PHRASES().table("counts")[word])


def _most_hours(now: datetime) -> float:
    return min(200 * 8760.0, (now - datetime.min).total_seconds() / 3600)


def _month(written: str) -> int:
    """1 for January."""
    names = phrases("calendar").listed("month")
    return next(number for number, name in enumerate(names, 1) if re.fullmatch(name, written))


def _before(today: date, days: int) -> date:
    return today - timedelta(days=min(days, today.toordinal() - 1))


def _dates(text: str, now: datetime) -> Iterator[date]:
    """Days of the calendar: 2 June, June 2nd, 02/06, 2/6/2026, 2026-06-02, the 2nd. Day before month."""
    found = [_valid(int(y), int(m), int(d)) for y, m, d in _ISO.findall(text)]
    found += [_numeric(d, m, y, now.date()) for d, m, y in _PHRASES["numeric"].findall(_ISO.sub(" ", text))]
    for written in islice(_PHRASES["written"].finditer(text), MOST_DATES):
        month, year = _month(written["m"] or written["m2"]), written["y"] or written["y2"] or ""
        found += [_read(f"{written['a'] or written['a2']} {_MONTHS[month - 1]}{year}", now)]
    found += [
        _day_of_month(int(day), now.date()) for day in _PHRASES["ordinal"].findall(_PHRASES["written"].sub(" ", text))
    ]
    yield from (day for day in found if day)


def _numeric(day: str, month: str, year: str, today: date) -> date | None:
    if not year:
        return _past_day(today, int(month), int(day))
    return _valid(int(year) + 2000 * (len(year) == 2), int(month), int(day))


def _day_of_month(day: int, today: date) -> date | None:
    """The latest such day of this month or the two before it: every day up to 31 is in one of three."""
    months = [_before(today.replace(day=1), 28 * back) for back in range(3)]
    days = [_valid(month.year, month.month, day) for month in months]
    return next((one for one in days if one and one <= today), None)


def _read(written: str, now: datetime) -> date | None:
    """A day and a month in words, the latest such day where no year is named."""
    read = dateparser.parse(
        written,
        languages=["en"],
        settings={
            "RELATIVE_BASE": now,
            "PREFER_DATES_FROM": "past",
            "DATE_ORDER": "DMY",
            "RETURN_AS_TIMEZONE_AWARE": False,
            "REQUIRE_PARTS": ["day", "month"],
        },
    )
    return read.date() if read else None


def _past_day(today: date, month: int, day: int) -> date | None:
    """The latest such day of a year; looked for up to eight years back, for 29 February."""
    days = [_valid(today.year - back, month, day) for back in range(9)]
    return next((one for one in days if one and one <= today), None)


def _past_month(today: date, month: int) -> date:
    """The first day of the latest such month."""
    return _past_day(today, month, 1) or today


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
