"""Both stores for the tests: SQLite always, PostgreSQL where it is installed. Import the fixtures from here."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.storage.postgres import cluster, programs


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    if programs() is None:
        pytest.skip("PostgreSQL is not installed on this machine")
    with cluster() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def store_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """SQLAlchemy's address of an empty store."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store' / 'conversations.db'}"
    return new_database(request.getfixturevalue("postgres"))


def new_database(address: str) -> str:
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as sql:
        sql.execute(f"CREATE DATABASE {name}".encode())
    return address.rpartition("/")[0] + f"/{name}"
