"""The bot with all channels over a fake door, for each test that asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.channels.serving import Reached, reached
from tests.channels.talking import ADDRESSES, Person
from tests.web.door import FakeDoor


@pytest.fixture
def door() -> FakeDoor:
    return FakeDoor()


@pytest.fixture
def all_on(tmp_path: Path, door: FakeDoor) -> Iterator[Reached]:
    with reached(tmp_path, door) as found:
        yield found


@pytest.fixture(params=list(ADDRESSES))
def person(request: pytest.FixtureRequest, all_on: Reached) -> Person:
    """In each channel."""
    return all_on.person(request.param)
