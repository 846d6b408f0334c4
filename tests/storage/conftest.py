"""The inbox over each of the stores."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.conversations.opening_hours import OpeningHours
from bot.http.responses import ResponseTexts
from bot.storage.conversations.inbox import SqlInbox
from bot.storage.database import Database
from bot.storage.migrations.migrate import migrate
from bot.storage.queue.waiting_room import WaitingRoom
from tests.storage.stores import postgres, store_address

__all__ = ["postgres", "store_address"]


SAY = ResponseTexts.read({"assistant_name": "the assistant", "support_link": "https://support.example"}).reply


@pytest.fixture
def room() -> WaitingRoom:
    """Open day and night; whether anybody is there the agents decide."""
    return WaitingRoom(OpeningHours.parse("always"), SAY)


@pytest.fixture
def database(store_address: str) -> Iterator[Database]:
    made = Database(store_address)
    migrate(made)
    yield made
    made.close()


@pytest.fixture
def inbox(database: Database, room: WaitingRoom) -> SqlInbox:
    return SqlInbox(database, "Robin", room, SAY)
