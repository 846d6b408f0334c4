"""The inbox over each of the stores."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.storage.database import Database
from bot.storage.inbox import SqlInbox
from bot.storage.migrate import migrate
from tests.storage.stores import postgres, store_address

__all__ = ["postgres", "store_address"]


@pytest.fixture
def database(store_address: str) -> Iterator[Database]:
    made = Database(store_address)
    migrate(made)
    yield made
    made.close()


@pytest.fixture
def inbox(database: Database) -> SqlInbox:
    return SqlInbox(database, "Robin")
