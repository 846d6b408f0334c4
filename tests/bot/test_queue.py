"""People in the queue are told the right place, a well-founded estimate, and no promise."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.conversations.message import Reply
from bot.conversations.queue import (
    QueuePlace,
    Staffing,
    can_wait,
    estimate,
    in_words,
    nobody_available_text,
    waiting_text,
)
from bot.http.responses import ResponseTexts

REAL = ResponseTexts.read({}).reply


def say(name: str, **values: str) -> Reply:
    return Reply(" ".join([name, *values.values()]))


@pytest.mark.parametrize(("open_", "present", "waits"), [(True, 1, True), (True, 0, False), (False, 3, False)])
def test_waiting_makes_sense_only_where_somebody_is_there(open_: bool, present: int, waits: bool) -> None:
    assert can_wait(Staffing(open_, present)) is waits


@pytest.mark.parametrize(
    ("position", "present", "operations", "minutes"),
    [
        (1, 1, (600.0, 600.0, 600.0), 10),
        (3, 1, (600.0, 600.0, 600.0), 30),
        (3, 3, (600.0, 600.0, 600.0), 10),
        (1, 4, (60.0, 60.0, 60.0), 5),
        (2, 1, (1.0, 400.0, 100000.0), 15),
        (1, 1, (600.0, 600.0), None),
        (1, 0, (600.0, 600.0, 600.0), None),
        (50, 1, (600.0, 600.0, 600.0), None),
    ],
)
def test_an_estimate_rests_on_recent_handling(
    position: int, present: int, operations: tuple[float, ...], minutes: int | None
) -> None:
    assert estimate(position, Staffing(True, present, operations)) == minutes


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (QueuePlace(1), "utter_waiting_first"),
        (QueuePlace(2), "utter_waiting_one"),
        (QueuePlace(4, 15), "utter_waiting 3 utter_waiting_minutes 15"),
    ],
)
def test_the_place_is_told_in_words(place: QueuePlace, words: str) -> None:
    told = waiting_text(
        place, lambda name, **v: Reply(" ".join([name, *(v[k] for k in v if k != "x")])), has_email=True
    )
    assert told.text.split("\n\n")[0].split(" utter_waiting_may")[0].startswith(words)


@pytest.mark.parametrize(("has_email", "words"), [(True, "utter_waiting_may_leave"), (False, "utter_waiting_stay")])
def test_only_with_an_address_the_page_may_be_closed(has_email: bool, words: str) -> None:
    assert waiting_text(QueuePlace(1), say, has_email=has_email).text.endswith(words)


def test_when_they_are_back_is_told_where_it_is_known() -> None:
    closed = Staffing(False, 0, opens_at=datetime(2026, 6, 8, 8))
    assert "Monday 8 June at 8am" in nobody_available_text(closed, REAL).text
    assert nobody_available_text(Staffing(True, 0), say).text == "utter_nobody_free"
    assert nobody_available_text(Staffing(False, 0), say).text == "utter_nobody_free"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 6, 8, 8), "Monday 8 June at 8am"),
        (datetime(2026, 6, 8, 12, 30), "Monday 8 June at 12:30pm"),
        (datetime(2026, 6, 8, 0, 5), "Monday 8 June at 12:05am"),
    ],
)
def test_a_time_reads_as_people_say_it(at: datetime, words: str) -> None:
    assert in_words(at, REAL) == words
