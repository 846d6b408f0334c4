"""The inbox over each of the stores."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.storage.context import StoreContext
from bot.storage.conversations.inbox import SqlInbox
from bot.storage.conversations.operations import SqlOperations
from bot.storage.database import Database
from bot.storage.migrations.migrate import migrate
from tests.storage.contexts import context_of
from tests.storage.stores import postgres, store_address

__all__ = ["postgres", "store_address"]


@pytest.fixture
def database(store_address: str) -> Iterator[Database]:
    made = Database(store_address)
    migrate(made)
    yield made
    made.close()


@pytest.fixture
def context(database: Database) -> StoreContext:
    return context_of(database)


@pytest.fixture
def inbox(context: StoreContext) -> SqlInbox:
    return SqlInbox(context)


@pytest.fixture
def operations(context: StoreContext) -> SqlOperations:
    return SqlOperations(context)
