"""The bot's parts, put together once: the store, the core over it, and what runs beside the requests."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx

from bot.case_settings import CaseSettings
from bot.cases.carriers import carriers_of
from bot.cases.putting import put_case
from bot.conversations.bell import DESK, Bell
from bot.conversations.opening_hours import OpeningHours
from bot.conversations.openings import Openings
from bot.conversations.reception import Reception
from bot.conversations.support import Support
from bot.conversations.worker import Worker
from bot.courier import Courier
from bot.engine.client import EngineClient
from bot.forgetting import Forgetting
from bot.patience import Patience, is_bank_holiday
from bot.settings import Settings
from bot.storage.database import Database, address_of
from bot.storage.handling import SqlHandling
from bot.storage.inbox import SqlInbox
from bot.storage.migrate import migrate
from bot.storage.outbox import SqlOutbox
from bot.storage.waiting_room import WaitingRoom
from bot.watch import Metrics
from bot.words import Words

FINISH_LIMIT = 10.0  # seconds for the messages in hand when the bot ends
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Parts:
    """`cases` says where cases go; its courier brings them there."""

    database: Database
    client: EngineClient
    words: Words
    bell: Bell
    metrics: Metrics
    inbox: SqlInbox
    worker: Worker
    reception: Reception
    support: Support
    forgetting: Forgetting
    cases: CaseSettings
    courier: Courier

    @classmethod
    def open(cls, settings: Settings, clock: Clock, engine: httpx.AsyncBaseTransport | None = None) -> Parts:
        """Brings the store up to date. Raises Unavailable where it cannot."""
        database = Database(settings.database or address_of(settings.data_dir))
        migrate(database)
        client = EngineClient(settings.engine_port, settings.engine_token, settings.engine_timeout, engine)
        words = Words.read({"assistant_name": settings.assistant_name, "support_link": settings.support_link})
        say, name, cases = words.reply, settings.assistant_title, CaseSettings.read()
        room = WaitingRoom(OpeningHours.parse(settings.desk_hours, is_bank_holiday), say)
        tell, bell = put_case(cases.kinds), Bell()
        metrics, inbox = Metrics(), SqlInbox(database, name, room, say, tell)
        worker = Worker(inbox, client, say, bell, clock, metrics, settings.slow_after)
        openings = Openings(settings.conversations_an_hour, time.monotonic)
        reception = Reception(inbox, worker, bell, openings, say, clock, settings.messages_a_minute)
        handling = SqlHandling(database, room, say, name, tell)
        patience = timedelta(minutes=settings.desk_wait_minutes)
        support = Support(handling, worker, bell, clock, patience, reception.typing)
        days = settings.keep_conversations_days, settings.keep_cases_days
        forgetting = Forgetting(inbox, client, worker, clock, *days)
        courier = Courier(SqlOutbox(database), carriers_of(cases), clock)
        core = (inbox, worker, reception, support, forgetting)
        return cls(database, client, words, bell, metrics, *core, cases, courier)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Finishes the messages in hand at the end, for FINISH_LIMIT at most."""
        await self.worker.start()
        beside = (self.forgetting.run(), Patience(self.support).run(), self.courier.run(), self._wake_courier())
        tasks = [asyncio.create_task(work) for work in beside]
        yield
        for task in tasks:
            task.cancel()
        await self.worker.stop(FINISH_LIMIT)
        await self.client.close()
        await self.courier.close()
        self.database.close()

    async def _wake_courier(self) -> None:
        """Whatever changes a case rings the desk."""
        with self.bell.listening(DESK) as rung:
            while True:
                await rung.wait()
                rung.clear()
                self.courier.wake()
