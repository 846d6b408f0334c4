"""Times and JSON come back from each store as they were given, and sort and compare as they should."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, insert, select

from bot.conversations.refusals import Unavailable
from bot.storage.cases.records import add_record
from bot.storage.context import StoreContext
from bot.storage.conversations.opening import open_conversation
from bot.storage.database import Database
from bot.storage.tables.assistant_records import assistant_records
from bot.storage.tables.banners import banners

TIMES = [
    datetime(2026, 3, 29, 0, 59, 59, 999_999, tzinfo=UTC),
    datetime(2026, 3, 29, 2, 0, tzinfo=ZoneInfo("Europe/London")),  # an hour later by the clock on the wall
    datetime(2026, 3, 29, 6, 0, 0, 1, tzinfo=timezone(timedelta(hours=5))),
    datetime(2026, 3, 29, 1, 0, 0, 1_000, tzinfo=UTC),
]


def store_times(database: Database, times: list[datetime]) -> None:
    rows = [{"kind": "banner", "text": "", "at": at} for at in times]
    database.write_now(lambda sql: sql.execute(insert(banners), rows))


def test_times_are_given_back_in_utc_to_the_microsecond(database: Database) -> None:
    store_times(database, TIMES)
    with database.engine.connect() as sql:
        found = sql.execute(select(banners.c.at).order_by(banners.c.id)).scalars().all()
    assert found == TIMES
    assert {at.tzinfo for at in found} == {UTC}


def test_times_sort_and_compare_whatever_their_zone(database: Database) -> None:
    store_times(database, list(reversed(TIMES)))
    with database.engine.connect() as sql:
        assert sql.execute(select(banners.c.at).order_by(banners.c.at)).scalars().all() == TIMES
        assert sql.execute(select(func.count()).where(banners.c.at > TIMES[1])).scalar() == 2
        assert sql.execute(select(func.max(banners.c.at))).scalar() == TIMES[-1]


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(Unavailable):
        store_times(database, [datetime(2026, 3, 29)])


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"a": [None, True, 1.5, "żółć 🙂 “x”"], "": {}}, {"a": [None, True, 1.5, "żółć 🙂 “x”"], "": {}}),
        (None, None),
        ("good", "good"),
        (5, 5),
        ("typed \\u0000", "typed \\u0000"),
        ("two \\\\u0000 signs", "two \\\\u0000 signs"),
        ("NUL \0\0 and \\\0", "NUL  and \\"),  # PostgreSQL takes none
        ("half \ud83d", "half ?"),
    ],
)
def test_json_is_given_back_as_it_was(context: StoreContext, given: Any, found: Any) -> None:
    at = TIMES[0]

    def store(sql: Any) -> None:
        open_conversation(context, sql, "web-1", "web", at, [])
        add_record(sql, "web-1", "feedback", given, at)

    context.database.write_now(store)
    with context.database.engine.connect() as sql:
        assert sql.execute(select(assistant_records.c.data)).scalar_one() == found
