"""The store locked, full, or under a clock that jumps: a clear refusal, nothing half stored, and on it goes."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.storage import database
from tests.web.fake_engine import FakeEngine
from tests.web.person import Person
from tests.web.serving import Served, served

PAGES = 80  # of the file; an empty store has fewer


def refused(person: Person, number: str, text: str = "no code came") -> dict[str, Any]:
    answer = person.post(id=number, text=text)
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert "did not get your message" in problem["detail"]
    return problem


@pytest.fixture
def impatient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """Waits for a lock only shortly."""
    monkeypatch.setattr(database, "BUSY", 0.05)
    with served(tmp_path, FakeEngine()) as bot:
        yield bot


def test_while_the_store_is_locked_nothing_is_taken_and_afterwards_it_is(impatient: Served) -> None:
    person, number = Person.at(impatient.url), str(uuid.uuid4())
    file = impatient.settings.data_dir / "bot" / "conversations.db"
    with closing(person.http), closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused(person, number)
        other.execute("ROLLBACK")
        assert person.post(id=number, text="no code came").status_code == 202
        person.wait_for("Is that right?")
        assert [m["text"] for m in person.log if m["sender"] == "person"] == ["no code came"]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Served]:
    """Its disk is full soon."""

    def limit(connection: Any, record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={PAGES}")

    event.listen(Engine, "connect", limit)
    try:
        with served(tmp_path, FakeEngine(), messages_a_minute=1_000_000) as bot:
            yield bot
    finally:
        event.remove(Engine, "connect", limit)


def test_a_full_store_takes_nothing_by_halves_and_can_still_be_read(small: Served) -> None:
    person, taken = Person.at(small.url), list[str]()
    with closing(person.http):
        for place in range(400):
            answer = person.post(text=f"{place} {'x' * 900}")
            if answer.status_code == 503:
                break
            taken.append(f"{place} ")
        else:
            raise AssertionError("the store was never full")
        refused(person, str(uuid.uuid4()), "y" * 900)
        person.look()
    own = [m["text"] for m in person.log if m["sender"] == "person"]
    assert [text.partition("x")[0] for text in own] == taken
    assert [m["sequence"] for m in person.log] == list(range(1, len(person.log) + 1))


class JumpingClock:
    def __init__(self) -> None:
        self.now = datetime(2026, 6, 2, 13, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.mark.parametrize("jump", [timedelta(days=-1), timedelta(hours=1), timedelta(days=20)])
def test_a_clock_that_jumps_changes_no_order(tmp_path: Path, jump: timedelta) -> None:
    clock = JumpingClock()
    with served(tmp_path, FakeEngine(), clock) as bot:
        person = Person.at(bot.url)
        with closing(person.http):
            person.ask("earlier words")
            clock.now += jump
            assert person.ask("later words")[0] == "You said: later words"
            person.look()
    assert [m["sequence"] for m in person.log] == list(range(1, len(person.log) + 1))
    own = [m["text"] for m in person.log if m["sender"] == "person"]
    assert own == ["earlier words", "later words"]
