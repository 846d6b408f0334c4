"""The figures are right on made-up rows, of each store."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from bot.storage.database import Database
from bot.storage.reports.counting import in_bands, percentile
from bot.storage.reports.figures import Figures, conversations_opened, figures
from bot.storage.tables.assistant_records import assistant_records
from bot.storage.tables.cases import cases
from bot.storage.tables.conversations import conversations
from bot.storage.tables.handovers import handovers
from tests.storage.people import NOW


def ago(**passed: float) -> datetime:
    return NOW - timedelta(**passed)


def has(database: Database, table: Any, **values: Any) -> None:
    database.write_now(lambda sql: sql.execute(insert(table).values(values)))


def talk(database: Database, conversation: str, at: datetime) -> None:
    has(database, conversations, id=conversation, channel="web", opened_at=at, last_message_at=at)


def waits(database: Database, conversation: str, at: datetime, **more: Any) -> None:
    has(database, handovers, **{"conversation": conversation, "queued_at": at, "reason": "asked", **more})


def case(database: Database, conversation: str, at: datetime, **more: Any) -> None:
    number = f"N-{conversation}"
    numbers = {"case_number": number, "announced_number": number}
    has(database, cases, **numbers, conversation=conversation, opened_at=at, data={}, **more)


def records(database: Database, conversation: str, kind: str, at: datetime, data: Any = None) -> None:
    has(database, assistant_records, conversation=conversation, kind=kind, at=at, data=data or {})


def of(database: Database, days: int = 7) -> Figures:
    return database.write_now(lambda sql: figures(sql, days, NOW))


def test_an_empty_store_has_no_figures_and_divides_by_nothing(database: Database) -> None:
    found = of(database)
    assert found == Figures(0, None, None, None, None)
    assert database.write_now(lambda sql: conversations_opened(sql, 7, NOW)) == 0


def test_who_waits_now_is_counted_however_long_ago_they_came(database: Database) -> None:
    waits(database, "a", ago(days=8))
    waits(database, "b", ago(minutes=2))
    waits(database, "c", ago(minutes=9), taken_at=ago(minutes=1))
    waits(database, "d", ago(minutes=9), ended_at=ago(minutes=1), ended_by="left")
    found = of(database)
    assert (found.waiting, found.longest_wait) == (2, 8 * 24 * 3600)


def test_first_answers_have_a_median_and_a_ninetieth_percentile(database: Database) -> None:
    for minutes in range(1, 11):
        waits(database, f"c{minutes}", ago(hours=2), first_reply_at=ago(hours=2, minutes=-minutes))
    waits(database, "unanswered", ago(hours=2))
    waits(database, "long ago", ago(days=8), first_reply_at=ago(days=1))
    found = of(database)
    assert (found.first_answer, found.slow_answer) == (5 * 60, 9 * 60)
    assert list(found.answers.values()) == [0, 4, 6, 0, 0]


def test_handled_left_and_nobody_came_are_told_apart(database: Database) -> None:
    for how, taken in (("given_back", True), ("closed", True), ("left", False), ("nobody_came", False)):
        taken_at = ago(hours=1) if taken else None
        waits(database, how, ago(hours=2), taken_at=taken_at, ended_at=ago(minutes=5), ended_by=how)
    waits(database, "still here", ago(hours=2), taken_at=ago(hours=1))
    found = of(database)
    assert found.handled == 2
    assert found.ends == {"given_back": 1, "closed": 1, "left": 1, "nobody_came": 1, "open": 1}


def test_reasons_are_counted_per_topic_and_per_remedy(database: Database) -> None:
    for conversation in ("a", "b"):
        waits(database, conversation, ago(hours=1), topic="gp_connection", remedy="ask_surgery", reason="tried_all")
    waits(database, "c", ago(hours=1), topic="gp_connection")
    waits(database, "d", ago(hours=1))
    found = of(database)
    assert found.reasons == {"tried_all": 2, "asked": 2}
    assert found.topics == {"gp_connection": 3}
    assert found.topic_reasons == {"gp_connection: tried_all": 2, "gp_connection: asked": 1}
    assert found.remedies == {"ask_surgery": 2}
    assert found.remedy_reasons == {"ask_surgery: tried_all": 2}


def test_outcomes_and_ratings_are_counted(database: Database) -> None:
    talk(database, "a", ago(hours=1))
    case(database, "a", ago(hours=1), outcome="settled")
    case(database, "b", ago(hours=1))
    records(database, "a", "feedback", ago(hours=1), {"rating": "good", "words": "=cmd()"})
    records(database, "a", "feedback", ago(days=8), {"rating": "bad", "words": None})
    found = of(database)
    assert found.outcomes == {"settled": 1, "open": 1}
    assert found.ratings == {"good": 1}


def test_a_note_of_another_shape_breaks_nothing(database: Database) -> None:
    talk(database, "a", ago(hours=1))
    records(database, "a", "feedback", ago(hours=1), "good")
    assert of(database).ratings == {"good": 1}


def test_a_message_counts_as_not_understood_also_after_it_was_dealt_with(database: Database) -> None:
    talk(database, "a", ago(hours=1))
    for kind in ("not_understood", "proposed", "left_out", "amendment"):
        records(database, "a", kind, ago(hours=1))
    assert of(database).not_understood == 3


def test_the_assistant_solved_what_needed_no_person(database: Database) -> None:
    for conversation in ("alone", "with a case", "with a handover"):
        talk(database, conversation, ago(hours=1))
        records(database, conversation, "solved", ago(hours=1))
    case(database, "with a case", ago(hours=1))
    waits(database, "with a handover", ago(hours=1))
    case(database, "never solved", ago(hours=1))
    found = of(database)
    assert found.solved_rate == pytest.approx(0.25)
    assert found.solved == {"alone": 1, "with_person": 3}


def test_a_case_before_these_days_still_needed_a_person(database: Database) -> None:
    talk(database, "a", ago(days=2))
    case(database, "a", ago(days=2))
    records(database, "a", "solved", ago(hours=1))
    assert of(database, days=1).solved_rate == 0


def test_only_the_last_days_count(database: Database) -> None:
    for conversation, at in (("new", ago(hours=1)), ("old", ago(days=2))):
        talk(database, conversation, at)
        waits(database, conversation, at)
    assert of(database, days=1).reasons == {"asked": 1}
    assert of(database, days=7).reasons == {"asked": 2}
    assert database.write_now(lambda sql: conversations_opened(sql, 1, NOW)) == 1


@pytest.mark.parametrize(
    ("ordered", "percent", "expected"),
    [([], 50, None), ([3], 50, 3), ([3], 90, 3), ([1, 2, 3, 4], 50, 2), ([1, 2, 3], 50, 2), (range(1, 21), 90, 18)],
)
def test_a_part_of_an_order(ordered: list[float], percent: int, expected: float | None) -> None:
    assert percentile(ordered, percent) == expected


def test_a_band_ends_before_its_name() -> None:
    assert list(in_bands([0, 59, 60, 3599, 3600]).values()) == [2, 1, 0, 1, 1]
    assert in_bands([]) == {}
