"""Builds the bot once at startup: the store, the core over it, and the background tasks."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.cases.enqueue import case_sender
from bot.cases.senders import senders_of
from bot.cases.settings import CaseSettings
from bot.channels.messaging.channel import Channel
from bot.channels.messaging.registry import Messaging
from bot.channels.messaging.sender import ChannelSender
from bot.channels.messaging.wording import Wording
from bot.conversations.case_fields import CASE_FIELDS, CaseFields
from bot.conversations.contacts import ContactService
from bot.conversations.decision import Responses
from bot.conversations.dispatcher import Dispatcher
from bot.conversations.notifier import ANY, DESK, Notifier
from bot.conversations.opening_hours import OpeningHours
from bot.conversations.outbox import DeliverySender
from bot.conversations.queue_timeouts import QueueTimeouts
from bot.conversations.rate_limiter import RateLimiter
from bot.conversations.reception import Reception, random_id
from bot.conversations.refusals import TooManyOpened
from bot.conversations.support import Support
from bot.conversations.worker import Worker
from bot.desk.reports.proposals import withdraw
from bot.engine.client.client import EngineClient
from bot.engine.client.transport import Transport
from bot.http.refusal_texts import sentence_of
from bot.http.responses import ResponseTexts
from bot.http.texts import read_texts
from bot.http.tokens import key_of
from bot.monitoring.health import Metrics
from bot.retention.retention import Retention, RetentionPeriods
from bot.settings import Settings
from bot.storage.contacts.opt_outs import OptOuts
from bot.storage.contacts.store import SqlContacts
from bot.storage.context import StoreContext
from bot.storage.conversations.inbox import SqlInbox
from bot.storage.conversations.operations import SqlOperations
from bot.storage.database import Database, address_of
from bot.storage.migrations.migrate import migrate
from bot.storage.outbox.enqueue import enqueue_messages
from bot.storage.outbox.outbox import SqlOutbox
from bot.storage.queue.support_queue import SupportQueue
from content.bank_holidays import is_bank_holiday

FINISH_LIMIT = 10.0  # seconds to finish the messages in progress when the bot stops
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Container:
    """Every long-lived object of the bot.

    `cases` says where cases are sent; `channels` are the enabled messaging channels; the dispatcher serves both. `key`
    signs tokens and hashes addresses.
    """

    database: Database
    key: str
    client: EngineClient
    words: ResponseTexts
    notifier: Notifier
    metrics: Metrics
    inbox: SqlInbox
    worker: Worker
    reception: Reception
    support: Support
    retention: Retention
    cases: CaseSettings
    case_fields: CaseFields
    outbox: SqlOutbox
    dispatcher: Dispatcher
    channels: dict[str, Channel]
    contact_service: ContactService

    @classmethod
    def open(
        cls,
        settings: Settings,
        clock: Clock,
        engine: Transport | None = None,
        messaging: Messaging | None = None,
        case_fields: CaseFields = CASE_FIELDS,
        metrics: Metrics | None = None,
        new_id: Callable[[], str] | None = None,
    ) -> Container:
        """Builds everything and migrates the store. Raises Unavailable if the store cannot be migrated.

        Tests replace the transport to the engine with `engine`, and the environment with `messaging`. `new_id` makes
        the ids of conversations; by default they are random.
        """
        database = Database(settings.database or address_of(settings.data_dir))
        migrate(database)
        client = EngineClient(settings.engine_port, settings.engine_token, settings.engine_timeout, engine)
        words = ResponseTexts.read({"assistant_name": settings.assistant_name, "support_link": settings.support_link})
        say, cases, key = words.reply, CaseSettings.read(fields=case_fields), key_of(settings)
        messaging = messaging or Messaging.read(settings.public_url)
        channels = messaging.create(Wording(say))
        opt_outs = OptOuts(key.encode())
        context = _store_context(database, settings, say, cases, channels, opt_outs, case_fields)
        notifier, metrics, inbox = Notifier(), metrics or Metrics(), SqlInbox(context)
        worker = Worker(inbox, client, say, notifier, clock, metrics, settings.slow_after)
        limit = RateLimiter(settings.conversations_an_hour, time.monotonic, TooManyOpened.after)
        reception = Reception(
            inbox, worker, notifier, limit, say, _titles(), clock, settings.messages_a_minute, new_id or random_id
        )
        longest_wait = timedelta(minutes=settings.desk_wait_minutes)
        periods = RetentionPeriods(timedelta(settings.keep_conversations_days), timedelta(settings.keep_cases_days))
        contacts, outbox = SqlContacts(context, opt_outs), SqlOutbox(database)
        senders = _senders(cases, channels, contacts, case_fields)
        return cls(
            database=database,
            key=key,
            client=client,
            words=words,
            notifier=notifier,
            metrics=metrics,
            inbox=inbox,
            worker=worker,
            reception=reception,
            support=Support(SqlOperations(context), worker, notifier, clock, longest_wait, reception.typing),
            retention=Retention(inbox, client, worker, clock, periods, partial(withdraw, settings.proposals)),
            cases=cases,
            case_fields=case_fields,
            outbox=outbox,
            dispatcher=Dispatcher(outbox, senders, clock, failed=lambda: notifier.publish(DESK)),
            channels=channels,
            contact_service=ContactService(contacts, reception, notifier, say, sentence_of, clock),
        )

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Runs the background tasks. At the end, waits at most FINISH_LIMIT for the messages in progress."""
        await self.worker.start()
        beside = (
            self.retention.run(),
            QueueTimeouts(self.support).run(),
            self.dispatcher.run(),
            self._wake_dispatcher(),
        )
        tasks = [asyncio.create_task(work) for work in beside]
        try:
            yield
        finally:
            await asyncio.gather(self.worker.stop(FINISH_LIMIT), self.dispatcher.stop(FINISH_LIMIT))
            for task in tasks:
                task.cancel()
            await self.client.close()
            await self.dispatcher.close()
            self.database.close()

    async def _wake_dispatcher(self) -> None:
        """Wakes the dispatcher at every event: a changed case notifies the desk, a message its conversation."""
        with self.notifier.subscribe(ANY if self.channels else DESK) as changed:
            while True:
                await changed.wait()
                changed.clear()
                self.dispatcher.wake()


def _store_context(
    database: Database,
    settings: Settings,
    say: Responses,
    cases: CaseSettings,
    channels: Mapping[str, Channel],
    opt_outs: OptOuts,
    case_fields: CaseFields,
) -> StoreContext:
    part_makers = {channel.name: channel.parts for channel in channels.values()}
    return StoreContext(
        database=database,
        queue=SupportQueue(OpeningHours.parse(settings.desk_hours, is_bank_holiday), say, case_fields),
        responses=say,
        assistant_name=settings.assistant_title,
        on_case_change=case_sender(cases.kinds),
        enqueue=enqueue_messages(part_makers, opt_outs) if channels else None,
        case_fields=case_fields,
    )


def _titles() -> dict[str, str]:
    """Returns the titles of the buttons that are always available."""
    chat = read_texts()["chat"]
    return {"talk_to_a_person": chat["talk"], "stop_waiting": chat["stop"]}


def _senders(
    cases: CaseSettings, channels: Mapping[str, Channel], contacts: SqlContacts, case_fields: CaseFields
) -> list[DeliverySender]:
    """Returns the senders of cases to other systems and of messages to people."""
    to_people = (ChannelSender(channel, contacts.has_opted_out) for channel in channels.values())
    return [*senders_of(cases, case_fields), *to_people]
