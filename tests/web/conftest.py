"""The bot over a fake door, for each test that asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage.stores import postgres, store_address
from tests.web.door import FakeDoor
from tests.web.person import Person
from tests.web.serving import Served, served

__all__ = ["postgres", "store_address"]


@pytest.fixture
def door() -> FakeDoor:
    return FakeDoor()


@pytest.fixture
def bot(tmp_path: Path, door: FakeDoor) -> Iterator[Served]:
    with served(tmp_path, door) as running:
        yield running


@pytest.fixture
def person(bot: Served) -> Iterator[Person]:
    made = Person.at(bot.url)
    yield made
    made.http.close()
