"""The dispatcher's environment: an outbox in a real store, a clock set by tests, and a fake sender."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.conversations.dispatcher import Dispatcher
from bot.conversations.outbox import Delivery, DeliverySender, DeliveryStatus
from bot.storage.database import Database
from bot.storage.migrations.migrate import migrate
from bot.storage.outbox.deliveries import add_delivery
from bot.storage.outbox.outbox import SqlOutbox
from bot.storage.outbox.status import delivery_statuses
from tests.bot.building import run
from tests.cases.building import CASE

C = "web-1"
WORDS = "ann@example.com wrote this"
HANGS = "hangs"


@dataclass
class Clock:
    now: datetime = datetime(2026, 6, 2, 13, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def goes_on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class FakeSender:
    """`does` is what it does in turn, then everything succeeds: an error is raised, HANGS never ends."""

    kind: str = "email"
    does: list[Exception | str] = field(default_factory=list)
    carried: list[Delivery] = field(default_factory=list)
    at_once: int = 1
    first_pause: float = 5.0
    longest_closed: float = math.inf

    async def close(self) -> None:
        """It holds nothing open."""

    async def deliver(self, delivery: Delivery) -> str:
        self.carried.append(delivery)
        does = self.does.pop(0) if self.does else None
        if isinstance(does, Exception):
            raise does
        if does == HANGS:
            await asyncio.Event().wait()
        return f"receipt of {delivery.body['what']}"

    @property
    def what(self) -> list[str]:
        return [delivery.body["what"] for delivery in self.carried]


@dataclass
class Office:
    """An outbox in a real store, a clock, and dispatchers for it."""

    database: Database
    clock: Clock = field(default_factory=Clock)

    def put(self, what: str, kind: str = "email", conversation: str = C) -> None:
        body = {"what": what, "case": {**CASE, "words": [WORDS]}, "transcript": [WORDS], "ticket": None}
        self.database.write_now(lambda sql: add_delivery(sql, kind, conversation, body, self.clock(), "K7M-4PQ"))

    def dispatcher(self, *senders: DeliverySender, outbox: SqlOutbox | None = None, limit: float = 60.0) -> Dispatcher:
        return Dispatcher(outbox or SqlOutbox(self.database), senders, self.clock, lambda: 1.0, limit)

    def go(self, *senders: FakeSender, limit: float = 60.0) -> None:
        run(self.dispatcher(*senders, limit=limit).run_once())

    def states(self) -> Sequence[DeliveryStatus]:
        return self.database.write_now(lambda sql: delivery_statuses(sql, C))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    database = Database(f"sqlite:///{tmp_path / 'store.db'}")
    migrate(database)
    yield Office(database)
    database.close()
