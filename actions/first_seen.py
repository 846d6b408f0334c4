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

LONGEST_TEXT = 1_000
MOST_DATES = 10  # dates in words that are looked at: each takes dateparser a millisecond
AGES, WHILE, FEW = 30, 14, 3  # days


@dataclass(frozen=True)
class FirstSeen:
    """`day` is set when kind is "day", and is never later than the day that was asked on."""

    day: date | None
    kind: Literal["day", "cannot_remember", "not_an_answer"]


_SLIPS = (
    (r"y(?:e|a)?st(?:e|u|a|o)?r?d(?:a|e)?ys?\b|\b(?:yday|yest|yesterdat|yesteday|yesturdy)\b", "yesterday"),
    (r"\bto+m+or+ow?\b|\b(?:2moro|2morrow|tmrw|tmr|tomoz)\b", "tomorrow"),
    (r"\b(?:2day|tody|todya|toady|2nite|tonite)\b", "today"),
    (r"\b(?:wensday|wedensday|wednsday|wendsday|wednesdy|weds?)\b", "wednesday"),
    (r"\b(?:teusday|tuseday|tuesdy|tusday|tues?)\b", "tuesday"),
    (r"\b(?:thrusday|thersday|thurday|thursdy|thu(?:rs?)?)\b", "thursday"),
    (r"\b(?:firday|fridy|fri)\b", "friday"),
    (r"\b(?:saterday|satuday|satruday|satday)\b|(?:(?<=on )|(?<=last )|(?<=since )|^)sat\b", "saturday"),
    (r"\b(?:sundy|sunady)\b|(?:(?<=on )|(?<=last )|(?<=since )|^)sun\b", "sunday"),
    (r"\b(?:munday|mondy|mon)\b", "monday"),
    (r"\b(?:fortnite|fornight|fort night)\b", "fortnight"),
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAY = "|".join(_WEEKDAYS)
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_COUNTS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "couple": 2,
    "three": 3,
    "few": FEW,
    "several": 5,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "half": 0.5,
}
_COUNT = rf"(?:\d{{1,4}}|{'|'.join(_COUNTS)})"
_HOURS = {
    "sec": 0.0,
    "min": 1 / 60,
    "hou": 1,
    "hr": 1,
    "hrs": 1,
    "day": 24,
    "nig": 24,
    "wee": 168,
    "wk": 168,
    "wks": 168,
}
_HOURS |= {"for": 336, "mon": 720, "mth": 720, "yea": 8760, "yr": 8760, "yrs": 8760}
_UNIT = "(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|wks?|fortnights?|months?|mths?|years?|yrs?)"
_AMOUNT = re.compile(
    rf"\b(?P<count>{_COUNT})(?:\s?(?:or|to|-)\s?(?P<more>{_COUNT}))?(?:\s(?:or so|of|an?|full"
    rf"|whole|good|working))*"
    rf"[\s-]?(?P<unit>{_UNIT})\b(?:\sor\s(?P<other>two|three|so))?(?P<ago>\s(?:or so\s)?(?:ago"
    rf"|back|since)\b)?"
)
_FUTURE = re.compile(
    rf"\btomorrow\b|\b(?:next|coming)\s(?:week|month|year|{_WEEKDAY})\b"
    rf"|\bin\s(?:about\s)?{_COUNT}\s(?:more\s)?{_UNIT}\b"
)
_FORGOTTEN = re.compile(
    r"\b(?:(?:can.?t|cannot|can not|don.?t|dont|do not|couldn.?t|didn.?t|not"
    r"|no longer)\s(?:really\s|quite\s|honestly\s|"
    r"exactly\s|actually\s)?(?:remember|recall|know|sure|certain|say|tell)|unsure|no (?:idea"
    r"|clue)|dunno|idk|forgot(?:ten)?"
    r"|i forget|not (?:a|the) (?:foggiest|clue)|a clue|who knows)\b"
)
_CORRECTION = re.compile(r"\b(?:no wait|wait no|no sorry|sorry no|i mean|or rather|no it was)\b")
_DENIED = re.compile(rf"\bnot\s(?:on\s|since\s)?(?:today|yesterday|this morning|{_WEEKDAY})\b")
_TODAY = re.compile(
    r"\b(?:today|tonight|this (?:very )?(?:morning|afternoon|evening|lunchtime|minute|second"
    r"|moment|hour)|just now"
    r"|right now|a (?:moment|minute|second) ago|moments ago|earlier on|first thing)\b|^(?:just "
    r"|only )?now\b|^just$|^earlier$"
)
_YESTERDAY = re.compile(r"(?<!before )\b(?:yesterday|last (?:night|evening))\b")
_TWO_DAYS = re.compile(r"\b(?:(?:the )?day before yesterday|(?:the )?(?:night|day) before last)\b")
_NAMED = re.compile(
    rf"(?:\b(?P<weeks>a|one|two|three)?\s?weeks?\s(?:ago\s)?)?(?P<last>(?:\b(?:last|past|on|this)\s)*)"
    rf"\b(?P<day>{_WEEKDAY})\b(?P<after>\s(?:of\s)?last week|\sbefore last|\slast\b)?"
)
_WEEKEND = re.compile(r"(?P<last>\blast\s)?\bweek-?\s?end\b")
_NUMERIC = re.compile(
    r"(?<![\d./:£-])(?<!at )(\d{1,2})\s?[/.-]\s?(\d{1,2})(?:\s?[/.-]\s?(\d{4}|\d{2}))?(?![\d:/]"
    r"|\.\d|\s?[ap]\.?m\b"
    rf"|\s?{_UNIT})"
)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_WRITTEN = re.compile(
    rf"\b(?P<a>\d{{1,2}})(?:st|nd|rd|th)?\s?(?:of\s)?(?P<m>{_MONTH})\b,?(?P<y>\s\d{{4}})?"
    rf"|\b(?P<m2>{_MONTH})\s(?:the\s)?(?P<a2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,?(?P<y2>\s\d{{4}}))?"
)
_ORDINAL = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)\b(?!\s(?:time|attempt|try|go|one|email|message|page|floor|person|day|week))"
)
_ORDINAL_WORDS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)
_IN_MONTH = re.compile(rf"\b(?:in|since|of|early|late|mid|last|around|during)[\s-](?P<month>{_MONTH})\b(?!\s\d)")
_VAGUE = (
    (re.compile(r"\byears\b"), 730),
    (re.compile(r"\bmonths\b"), 60),
    (re.compile(r"\blast year\b"), 365),
    (re.compile(r"\b(?:ages|last month|(?:a )?long (?:time|while)|forever)\b"), AGES),
    (re.compile(r"\bweeks\b|\ba (?:little )?while\b"), WHILE),
    (re.compile(r"\b(?:last|past) week\b|\bfor weeks?\b|^weeks?$"), 7),
    (re.compile(r"\b(?:for|been|few|many) days\b|^days\b|\b(?:the other day|recently|lately)\b"), FEW),
    (re.compile(r"\bhours ago\b|\bfor hours\b"), 0),
)


def parse_first_seen(text: str, now: datetime) -> FirstSeen:
    """The day on which a person says that they first saw the message.

    Args:
        text: their answer, read up to LONGEST_TEXT characters.
        now: the moment of the answer, in England's time; only its own date and time count, not its zone.
    """
    plain = _FUTURE.sub(" ", _plain(text[:LONGEST_TEXT]))
    moment = now.replace(tzinfo=None)
    for part in [_CORRECTION.split(plain)[-1], plain]:
        days = [day for day in _exact(part, moment) if day <= moment.date()] or list(_vague(part, moment))
        if days:
            return FirstSeen(min(days), "day")
    return FirstSeen(None, "cannot_remember" if _FORGOTTEN.search(plain) else "not_an_answer")


def _plain(text: str) -> str:
    lowered = re.sub(r"\s+", " ", text.lower().replace("\u2019", "'")).strip()
    for slip, word in _SLIPS:
        lowered = re.sub(slip, word, lowered)
    for number, word in enumerate(_ORDINAL_WORDS, 1):
        lowered = re.sub(rf"\b{word}(?=\s(?:of\s)?(?:{_MONTH})\b)", f"{number}th", lowered)
    return _DENIED.sub(" ", lowered)


def _exact(text: str, now: datetime) -> Iterator[date]:
    """Days that the text names: no doubt is left but the person's own."""
    today = now.date()
    if _TODAY.search(text):
        yield today
    if _TWO_DAYS.search(text):
        yield _before(today, 2)
    elif _YESTERDAY.search(text):
        yield _before(today, 1)
    yield from (_weekday(named, today) for named in _NAMED.finditer(text))
    yield from _dates(text, now)
    for amount in _AMOUNT.finditer(text):
        if amount["ago"] and not re.match(rf"\s(?:on\s|last\s)*(?:{_WEEKDAY})", text[amount.end() :]):
            yield _amount(amount, now)


def _vague(text: str, now: datetime) -> Iterator[date]:
    """The plain reading of an amount of time, or of a word such as "ages"; the first that fits."""
    today = now.date()
    weekend, month, amount = _WEEKEND.search(text), _IN_MONTH.search(text), _AMOUNT.search(text)
    if weekend:
        back = (today.weekday() - 5) % 7
        yield _before(today, back + 7 if weekend["last"] and back < 2 else back)
    elif amount:
        yield _amount(amount, now)
    elif month:
        yield _past_month(today, _MONTHS.index(month["month"][:3]) + 1)
    elif re.search(r"\b(?:earlier )?this (?:week|month)\b", text):
        yield today.replace(day=1) if "this month" in text else _before(today, today.weekday())
    else:
        yield from [_before(today, days) for words, days in _VAGUE if words.search(text)][:1]


def _weekday(named: re.Match[str], today: date) -> date:
    """The latest such day; "last Friday" said on a Friday is a week ago, "Friday last week" of that week."""
    wanted = _WEEKDAYS.index(named["day"])
    back = (today.weekday() - wanted) % 7
    after = (named["after"] or "").strip()
    if after.endswith("last week"):
        return _before(today, today.weekday() + 7 - wanted)
    if back == 0 and ("last" in named["last"] or after):
        back = 7
    weeks = int(_COUNTS[named["weeks"]]) if named["weeks"] else int(named[0].lstrip().startswith("week"))
    return _before(today, back + 7 * (weeks + (after == "before last")))


def _amount(amount: re.Match[str], now: datetime) -> date:
    """How long ago; of "two or three" the longer, so that nobody is told to wait too long."""
    if amount["other"] in ("two", "three"):
        count: float = _COUNTS[amount["other"]]
    else:
        count = max(_count(amount["count"]), _count(amount["more"] or "0"))
    unit = amount["unit"]
    hours = count * _HOURS.get(unit, _HOURS.get(unit[:3], 0.0))
    return (now - timedelta(hours=min(hours, _most_hours(now)))).date()


def _count(word: str) -> float:
    return float(word) if word.isdigit() else float(_COUNTS[word])


def _most_hours(now: datetime) -> float:
    return min(200 * 8760.0, (now - datetime.min).total_seconds() / 3600)


def _before(today: date, days: int) -> date:
    return today - timedelta(days=min(days, today.toordinal() - 1))


def _dates(text: str, now: datetime) -> Iterator[date]:
    """Days of the calendar: 2 June, June 2nd, 02/06, 2/6/2026, 2026-06-02, the 2nd. Day before month."""
    found = [_valid(int(y), int(m), int(d)) for y, m, d in _ISO.findall(text)]
    found += [_numeric(d, m, y, now.date()) for d, m, y in _NUMERIC.findall(_ISO.sub(" ", text))]
    for written in islice(_WRITTEN.finditer(text), MOST_DATES):
        month, year = written["m"] or written["m2"], written["y"] or written["y2"] or ""
        found += [_read(f"{written['a'] or written['a2']} {month[:3]}{year}", now)]
    found += [_day_of_month(int(day), now.date()) for day in _ORDINAL.findall(_WRITTEN.sub(" ", text))]
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
