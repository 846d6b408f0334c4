"""The bot as one ASGI application: everything is put together here."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import httpx
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.types import Lifespan

from bot.case_settings import CaseSettings
from bot.cases.carriers import carriers_of
from bot.cases.putting import put_case
from bot.cases.zendesk import ZendeskCarrier
from bot.channels.web.api import Web, router
from bot.channels.web.guard import Guard
from bot.channels.web.pages import page_routes
from bot.channels.web.problems import handle_problems
from bot.channels.web.stream import Streams
from bot.channels.web.tokens import Tokens, key_of
from bot.conversations.bell import Bell
from bot.conversations.opening_hours import OpeningHours
from bot.conversations.openings import Openings
from bot.conversations.reception import Reception
from bot.conversations.support import Support
from bot.conversations.worker import Worker
from bot.courier import Courier
from bot.desk.routes import desk_of, routes_of
from bot.desk.supervising import Supervising
from bot.desk.working import working
from bot.desk_settings import DeskSettings
from bot.engine.client import EngineClient, actions_ready
from bot.forgetting import Forgetting
from bot.patience import Patience, is_bank_holiday
from bot.settings import Settings
from bot.storage.database import Database, address_of
from bot.storage.handling import SqlHandling
from bot.storage.inbox import SqlInbox
from bot.storage.migrate import migrate
from bot.storage.outbox import SqlOutbox
from bot.storage.waiting_room import WaitingRoom
from bot.watch import Metrics, watch_routes
from bot.words import Words

FINISH_LIMIT = 10.0  # seconds for the messages in hand when the bot ends


def utc_now() -> datetime:
    return datetime.now(UTC)


def build(
    settings: Settings,
    clock: Callable[[], datetime] = utc_now,
    engine: httpx.AsyncBaseTransport | None = None,
) -> FastAPI:
    """Opens the store and brings it up to date. Raises Unavailable where it cannot.

    `engine` stands in for the way to the engine, in tests.
    """
    database = Database(settings.database or address_of(settings.data_dir))
    migrate(database)
    client = EngineClient(settings.engine_port, settings.engine_token, settings.engine_timeout, engine)
    words = Words.read({"assistant_name": settings.assistant_name, "support_link": settings.support_link})
    say = words.reply
    room = WaitingRoom(OpeningHours.parse(settings.desk_hours, is_bank_holiday), say)
    case_settings = CaseSettings.read()
    carriers = carriers_of(case_settings)
    courier = Courier(SqlOutbox(database), carriers, clock)
    tell = put_case(case_settings.kinds)
    inbox, bell = SqlInbox(database, settings.assistant_title, room, say, tell), Bell()
    metrics = Metrics(bell)
    worker = Worker(inbox, client, say, bell, clock, metrics, settings.slow_after)
    openings = Openings(settings.conversations_an_hour, time.monotonic)
    reception = Reception(inbox, worker, bell, openings, say, clock, settings.messages_a_minute)
    handling = SqlHandling(database, room, say, settings.assistant_title, tell)
    support = Support(handling, worker, bell, clock, timedelta(minutes=settings.desk_wait_minutes), reception.typing)
    forgetting = Forgetting(inbox, client, worker, clock, settings.keep_conversations_days, settings.keep_cases_days)

    @contextlib.asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        await worker.start()
        tasks = [asyncio.create_task(forgetting.run()), asyncio.create_task(Patience(support).run())]
        if carriers:
            tasks.append(asyncio.create_task(courier.run()))
        yield
        for task in tasks:
            task.cancel()
        await worker.stop(FINISH_LIMIT)
        await client.close()
        for carrier in carriers:
            if isinstance(carrier, ZendeskCarrier):
                await carrier.close()
        database.close()

    key = settings.secret_key or key_of(settings.data_dir / "bot")
    tokens = Tokens(key, settings.token_days)
    streams = Streams(reception, bell, settings.most_streams, settings.assistant_title)
    app = web_app(Web(reception, tokens, streams), settings, running)
    app.state.forgetting = forgetting
    desk = desk_of(database, settings, DeskSettings.read(), key.encode(), clock)
    work = working(desk, support, bell, words, emails="email" in case_settings.kinds, tell=tell)
    supervising = Supervising(desk, settings.data_dir / "proposals")
    app.router.routes += [*routes_of(desk), *work.routes, *supervising.routes()]
    app.state.support = support
    app.state.live = work.live
    checks = {
        "store": inbox.ready,
        "engine": client.ready,
        "actions": lambda: actions_ready(settings.actions_port),
    }
    app.router.routes += watch_routes(metrics, checks, metrics_open=settings.metrics_open)
    return app


def web_app(web: Web, settings: Settings, running: Lifespan[FastAPI]) -> FastAPI:
    """The web chat's API and pages, behind the guard."""
    app = FastAPI(
        title="Web chat of the NHS login assistant",
        version="1",
        lifespan=running,
        middleware=[Middleware(Guard)],
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # its page would load scripts from elsewhere
        redoc_url=None,
    )
    app.state.web = web
    handle_problems(app)
    app.include_router(router)
    app.router.routes += page_routes(web.reception, web.tokens, settings)
    return app
