"""After `make erase` nothing of a person is left: not in a store, a file or a log of any process."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.storage.database import Database, address_of
from bot.storage.tables.all_tables import metadata
from content.files import ROOT
from tests.faults.system import System, system
from tests.storage.stores import new_database, postgres
from tests.whole import asked_everything as ask

__all__ = ["postgres"]
PATIENCE = 90.0  # seconds; it takes some five
AGAIN = 0.5  # seconds
TABLES = {"messages", "cases", "assistant_records", "private_notes", "labels", "outbox", "contacts"}


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> str:
    """Empty: SQLite under DATA_DIR."""
    return new_database(request.getfixturevalue("postgres")) if request.param == "postgresql" else ""


@pytest.fixture
def whole(address: str, tmp_path: Path) -> Iterator[System]:
    with system(tmp_path, address, **ask.environment()) as running:
        yield running


def holding(whole: System, store: Database, words: str) -> set[str]:
    """Files and tables that have the words."""
    with store.engine.connect() as sql:
        rows = {table.name: str(sql.execute(select(table)).all()).lower() for table in metadata.sorted_tables}
    return ask.files_with(whole.folder, words) | {name for name, held in rows.items() if words.lower() in held}


def eventually(found: Callable[[], set[str]], wanted: set[str]) -> None:
    deadline, waiting = time.monotonic() + PATIENCE, threading.Event()
    while found() != wanted and time.monotonic() < deadline:
        waiting.wait(AGAIN)
    assert found() == wanted


def erase(whole: System, address: str, **what: str) -> None:
    """As an engineer does."""
    own = {"DATA_DIR": str(whole.folder), "DATABASE_URL": address, **what}
    done = subprocess.run(["make", "-s", "erase"], cwd=ROOT, env={**os.environ, **own}, capture_output=True, text=True)
    assert done.stdout.startswith("Erased here: 1 conversation."), done.stderr


def test_nothing_of_a_person_is_left_anywhere(whole: System, address: str) -> None:
    with closing(ask.staff(whole, address)) as agent:
        ask.asks_everything(whole.url)
        conversation = ask.writes_everything(agent)
    ask.writes_by_telegram(whole.url)
    store = Database(address or address_of(whole.folder))
    assert holding(whole, store, ask.SECRET) == set()
    before = set[str]().union(*(holding(whole, store, word) for word in ask.WHAT_IS_KEPT))
    assert {*TABLES, "engine/tracker.db"} <= {name.removesuffix("-wal") for name in before}
    assert any(name.startswith("proposals/") for name in before)
    assert not any(name.startswith("log/") for name in before)
    erase(whole, address, CONVERSATION=conversation)
    erase(whole, address, ADDRESS=f"telegram:{ask.TELEGRAM}")
    for word in (*ask.WHAT_IS_KEPT, ask.SECRET):
        eventually(lambda word=word: holding(whole, store, word), set())
    store.close()
