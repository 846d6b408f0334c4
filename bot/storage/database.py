"""Connects to SQL: one writer and several readers for SQLite, a pool for PostgreSQL, away from the event loop."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from psycopg.errors import DeadlockDetected
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.conversations.refusals import Unavailable
from bot.storage.json_text import json_text

logger = logging.getLogger(__name__)
T = TypeVar("T")
FAILURES = (SQLAlchemyError, sqlite3.Error)  # some statements go to the driver itself
BUSY = 5.0  # seconds to wait for a locked database
MOST_ATTEMPTS = 5
AT_ONCE = 8  # connections to PostgreSQL, and readers of SQLite


def address_of(data_dir: Path) -> str:
    """Returns SQLAlchemy's address of the default store."""
    return f"sqlite:///{data_dir / 'bot' / 'conversations.db'}"


def engine_for(address: str) -> Engine:
    """Accepts SQLAlchemy's addresses and PostgreSQL's own spelling (postgres://)."""
    if not address.startswith("sqlite"):
        plain = "postgresql+psycopg://" + address.partition("://")[2]
        limits = {"connect_timeout": int(BUSY)}
        return create_engine(
            plain, pool_size=AT_ONCE, pool_pre_ping=True, connect_args=limits, json_serializer=json_text
        )
    Path(address.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    # check_same_thread: SQLAlchemy gives a connection to one thread at a time.
    arguments = {"timeout": BUSY, "check_same_thread": False}
    engine = create_engine(address, pool_size=AT_ONCE + 1, connect_args=arguments, json_serializer=json_text)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    # secure_delete: what is erased is overwritten in the file, too.
    durable = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
    for pragma in (*durable, f"busy_timeout={int(BUSY * 1000)}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Takes the write lock at once, so that what a writer has read cannot change before it writes."""
    writes = connection.get_execution_options().get("writes", True)
    _driver(connection).execute("BEGIN IMMEDIATE" if writes else "BEGIN")


class Database:
    """Runs functions in transactions (`write`, `read`). SQL errors become Unavailable; the cause is logged."""

    def __init__(self, address: str) -> None:
        self.engine = engine_for(address)
        self._reading = self.engine.execution_options(writes=False)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._writers = ThreadPoolExecutor(1 if self.is_sqlite else AT_ONCE, "store-writer")
        self._readers = ThreadPoolExecutor(AT_ONCE, "store-reader")

    async def write(self, do: Callable[[Connection], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._writers, self.write_now, do)

    async def read(self, do: Callable[[Connection], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read_now, do)

    def write_now(self, do: Callable[[Connection], T]) -> T:
        """`do` can run twice: PostgreSQL rolls back one of two transactions that block each other."""
        attempts = 0
        while True:
            attempts += 1
            try:
                with self.engine.begin() as connection:
                    return do(connection)
            except FAILURES as error:
                if attempts < MOST_ATTEMPTS and _is_deadlock(error):
                    continue
                raise _unavailable(error) from error

    def _read_now(self, do: Callable[[Connection], T]) -> T:
        with _failures_are_unavailable(), self._reading.begin() as connection:
            return do(connection)

    def alter_schema(self, do: Callable[[Connection], T]) -> T:
        """Like `write_now`, but without cascading deletions in SQLite, where a table is altered by replacing it."""
        with _failures_are_unavailable(), self.engine.connect() as connection:
            if not self.is_sqlite:
                with connection.begin():
                    return do(connection)
            _driver(connection).execute("PRAGMA foreign_keys=OFF")  # has no effect inside a transaction
            try:
                with connection.begin():
                    return do(connection)
            finally:
                _driver(connection).execute("PRAGMA foreign_keys=ON")

    async def purge_deleted_data(self) -> bool:
        """Empties SQLite's write-ahead log, which still contains erased data; False if a reader prevents it."""
        if not self.is_sqlite:
            return True  # PostgreSQL's own upkeep does it

        def do() -> bool:
            with _failures_are_unavailable(), self.engine.connect() as connection:
                return not _driver(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]

        return await asyncio.get_running_loop().run_in_executor(self._writers, do)

    def close(self) -> None:
        """Waits for running writes."""
        self._writers.shutdown(wait=True)
        self._readers.shutdown(wait=True)
        self.engine.dispose()


def _driver(connection: Connection) -> Any:
    """Returns the driver's connection, which does not begin transactions by itself."""
    return connection.connection.driver_connection


@contextmanager
def _failures_are_unavailable() -> Iterator[None]:
    try:
        yield
    except FAILURES as error:
        raise _unavailable(error) from error


def _is_deadlock(error: SQLAlchemyError | sqlite3.Error) -> bool:
    return isinstance(error, DBAPIError) and isinstance(error.orig, DeadlockDetected)


def _unavailable(error: SQLAlchemyError | sqlite3.Error) -> Unavailable:
    # The driver's words only: SQLAlchemy's own would show the values, a person's words among them.
    cause = error.orig if isinstance(error, DBAPIError) else error
    logger.error("The store failed: %s", type(cause).__name__ if isinstance(cause, SQLAlchemyError) else cause)
    return Unavailable()
