"""The desk over each of the stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.conversations.agent import Role
from bot.storage.database import Database
from bot.storage.migrations.migrate import migrate
from tests.desk.building import Clock, Office, Person
from tests.storage.stores import postgres, store_address

__all__ = ["postgres", "store_address"]


@pytest.fixture
def database(store_address: str) -> Iterator[Database]:
    """Each of the stores."""
    made = Database(store_address)
    migrate(made)
    yield made
    made.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def both(database: Database) -> Office:
    """The pages over each of the stores."""
    return Office(database)


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path / 'conversations.db'}")
    migrate(made)
    yield made
    made.close()


@pytest.fixture
def office(sqlite: Database) -> Office:
    return Office(sqlite)


@pytest.fixture
def sam(office: Office) -> Person:
    return office.person()


@pytest.fixture
def admin(office: Office) -> Person:
    return office.person("ada@example.org", Role.ADMIN)
