"""When a person first saw a message is understood as they say it, and is never in the future."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.first_seen import FirstSeen, parse_first_seen

FRIDAY = datetime(2026, 6, 5, 10, 0)


@pytest.mark.parametrize(
    ("text", "days_ago"),
    [
        ("this morning", 0),
        ("today", 0),
        ("just now", 0),
        ("now", 0),
        ("10 minutes ago", 0),
        ("an hour ago", 0),
        ("half an hour ago", 0),
        ("about 2 hrs ago", 0),
        ("2day", 0),
        ("since yesterday", 1),
        ("yesturday", 1),
        ("Yesterday.", 1),
        ("yday", 1),
        ("last night", 1),
        ("12 hours ago", 1),
        ("the day before yesterday", 2),
        ("night before last", 2),
        ("two days ago", 2),
        ("a couple of days", 2),
        ("couple days", 2),
        ("a day or two", 2),
        ("48 hours", 2),
        ("few days", 3),
        ("a few days ago", 3),
        ("two or three days", 3),
        ("2-3 days", 3),
        ("the other day", 3),
        ("for days", 3),
        ("about a week", 7),
        ("over a week", 7),
        ("a week or so ago", 7),
        ("last week", 7),
        ("a fortnight ago", 14),
        ("two weeks", 14),
        ("weeks", 14),
        ("a week or two", 14),
        ("ages", 30),
        ("ages ago", 30),
        ("since last month", 30),
        ("a month ago", 30),
        ("months", 60),
        ("can't remember, ages ago", 30),
    ],
)
def test_an_amount_of_time_is_counted_back_from_now(text: str, days_ago: int) -> None:
    assert parse_first_seen(text, FRIDAY) == FirstSeen(FRIDAY.date() - timedelta(days=days_ago), "day")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on monday", date(2026, 6, 1)),
        ("Friday afternoon", date(2026, 6, 5)),
        ("last Friday", date(2026, 5, 29)),
        ("friday last week", date(2026, 5, 29)),
        ("tuesday last week", date(2026, 5, 26)),
        ("a week last tuesday", date(2026, 5, 26)),
        ("a week ago on tuesday", date(2026, 5, 26)),
        ("the tuesday before last", date(2026, 5, 26)),
        ("last tuesday", date(2026, 6, 2)),
        ("wensday", date(2026, 6, 3)),
        ("Thurs", date(2026, 6, 4)),
        ("on sat", date(2026, 5, 30)),
        ("Saturday", date(2026, 5, 30)),
        ("the weekend", date(2026, 5, 30)),
        ("over the weekend", date(2026, 5, 30)),
        ("last weekend", date(2026, 5, 30)),
        ("it came up on tuesday when I got home", date(2026, 6, 2)),
        ("not sure, maybe tuesday", date(2026, 6, 2)),
        ("on tuesday and again this morning", date(2026, 6, 2)),
        ("it came up yesterday, I've had the app for years", date(2026, 6, 4)),
        ("monday no wait tuesday", date(2026, 6, 2)),
        ("not today, yesterday", date(2026, 6, 4)),
        ("yesterday, they said a reply comes in two days", date(2026, 6, 4)),
        ("earlier this week", date(2026, 6, 1)),
    ],
)
def test_a_day_of_the_week_is_the_latest_one(text: str, day: date) -> None:
    assert parse_first_seen(text, FRIDAY) == FirstSeen(day, "day")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2 June", date(2026, 6, 2)),
        ("June 2nd", date(2026, 6, 2)),
        ("2nd of june", date(2026, 6, 2)),
        ("the second of June", date(2026, 6, 2)),
        ("Tuesday 2 June", date(2026, 6, 2)),
        ("02/06", date(2026, 6, 2)),
        ("2/6/2026", date(2026, 6, 2)),
        ("2.6.26", date(2026, 6, 2)),
        ("02-06-2026", date(2026, 6, 2)),
        ("2026-06-02", date(2026, 6, 2)),
        ("2nd", date(2026, 6, 2)),
        ("it was on the 2nd I think", date(2026, 6, 2)),
        ("the 31st", date(2026, 5, 31)),
        ("30th May 2026", date(2026, 5, 30)),
        ("5 june", date(2026, 6, 5)),
        ("7 june", date(2025, 6, 7)),
        ("31 december", date(2025, 12, 31)),
        ("31/12", date(2025, 12, 31)),
        ("29 feb", date(2024, 2, 29)),
        ("29/02", date(2024, 2, 29)),
        ("3 sept", date(2025, 9, 3)),
        ("in may", date(2026, 5, 1)),
        ("since December", date(2025, 12, 1)),
    ],
)
def test_a_date_is_read_day_first_and_lies_in_the_past(text: str, day: date) -> None:
    assert parse_first_seen(text, FRIDAY) == FirstSeen(day, "day")


@pytest.mark.parametrize(
    "text",
    [
        "can't remember",
        "cant remember",
        "I can\u2019t really remember",
        "not sure",
        "don't know",
        "dunno",
        "no idea",
        "idk",
        "I forget",
        "haven't a clue",
        "I honestly could not say",
        "I do not recall when",
    ],
)
def test_somebody_who_cannot_remember_is_understood(text: str) -> None:
    assert parse_first_seen(text, FRIDAY) == FirstSeen(None, "cannot_remember")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorow",
        "tomorrow",
        "next week",
        "next tuesday",
        "in two days",
        "2/6/2027",
        "2 June 2030",
        "06/13",
        "99/99/9999",
        "31 february",
        "hello",
        "it may have been",
        "I sat down",
        "at 10.30",
        "the 2nd time",
        "yes",
        "2",
        "CID2014",
        "jo@example.com",
    ],
)
def test_a_day_to_come_or_another_matter_is_no_answer(text: str) -> None:
    assert parse_first_seen(text, FRIDAY) == FirstSeen(None, "not_an_answer")


def test_just_after_midnight_an_hour_ago_was_yesterday() -> None:
    assert parse_first_seen("an hour ago", datetime(2026, 6, 5, 0, 20)).day == date(2026, 6, 4)


@pytest.mark.parametrize(("text", "day"), [("the weekend", date(2026, 6, 6)), ("last weekend", date(2026, 5, 30))])
def test_on_a_sunday_the_weekend_is_this_one(text: str, day: date) -> None:
    assert parse_first_seen(text, datetime(2026, 6, 7, 12, 0)).day == day


def test_the_zone_of_the_moment_does_not_matter() -> None:
    aware = FRIDAY.replace(tzinfo=timezone(timedelta(hours=1)))
    assert parse_first_seen("2 June", aware) == parse_first_seen("2 June", FRIDAY)


@given(
    st.lists(
        st.sampled_from(
            [
                "last",
                "friday",
                "2",
                "31st",
                "june",
                "/",
                "6",
                "a",
                "week",
                "ago",
                "or",
                "two",
                "days",
                "feb",
                "29",
                "not",
                "yesterday",
                "9999",
                "years",
                "weekend",
                "before",
                "2026",
                "-",
                "in",
                "may",
                "month",
                "this",
            ]
        ),
        max_size=12,
    ),
    st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 1)),
)
@settings(deadline=None)
def test_no_day_is_ever_in_the_future(words: list[str], now: datetime) -> None:
    seen = parse_first_seen(" ".join(words), now)
    assert (seen.day is not None) == (seen.kind == "day")
    assert seen.day is None or seen.day <= now.date()


@given(st.text(max_size=200))
@settings(deadline=None)
def test_no_text_makes_it_fail(text: str) -> None:
    assert parse_first_seen(text, FRIDAY).kind in {"day", "cannot_remember", "not_an_answer"}
