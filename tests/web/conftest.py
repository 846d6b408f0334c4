"""The bot over a fake endpoint, for each test that asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage.stores import postgres, store_address
from tests.web.fake_engine import FakeEngine
from tests.web.person import Person
from tests.web.serving import Served, served

__all__ = ["postgres", "store_address"]


@pytest.fixture
def endpoint() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def bot(tmp_path: Path, endpoint: FakeEngine) -> Iterator[Served]:
    with served(tmp_path, endpoint) as running:
        yield running


@pytest.fixture
def person(bot: Served) -> Iterator[Person]:
    made = Person.at(bot.url)
    yield made
    made.http.close()
