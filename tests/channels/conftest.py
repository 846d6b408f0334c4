"""The bot with all channels over a fake endpoint, for each test that asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.channels.drivers import DRIVERS
from tests.channels.serving import Reached, reached
from tests.channels.talking import Person
from tests.web.fake_engine import FakeEngine


@pytest.fixture
def endpoint() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def all_on(tmp_path: Path, endpoint: FakeEngine) -> Iterator[Reached]:
    with reached(tmp_path, endpoint) as found:
        yield found


@pytest.fixture(params=list(DRIVERS))
def person(request: pytest.FixtureRequest, all_on: Reached) -> Person:
    """In each channel."""
    return all_on.person(request.param)
