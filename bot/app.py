"""Builds the bot as one ASGI application."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.types import Lifespan

from bot.channels.messaging.registry import Messaging
from bot.channels.messaging.webhooks import Webhooks
from bot.channels.web.api import Web, router
from bot.channels.web.pages import page_routes
from bot.channels.web.stream import Streams
from bot.container import Container
from bot.conversations.case_fields import CASE_FIELDS, CaseFields
from bot.desk.desk import Desk
from bot.desk.reports.routes import ReportPages
from bot.desk.routes import desk_of, routes_of
from bot.desk.settings import DeskSettings
from bot.desk.work.routes import work_pages
from bot.engine.client.client import actions_ready
from bot.engine.client.transport import Transport
from bot.http.guard import Guard
from bot.http.problems import handle_problems
from bot.http.tokens import Tokens
from bot.monitoring.health import watch_routes
from bot.settings import Settings


def utc_now() -> datetime:
    return datetime.now(UTC)


def build(
    settings: Settings,
    clock: Callable[[], datetime] = utc_now,
    engine: Transport | None = None,
    messaging: Messaging | None = None,
    case_fields: CaseFields = CASE_FIELDS,
) -> FastAPI:
    """Opens the store, migrates it and builds the application. Raises Unavailable if the store cannot be migrated.

    Tests replace the transport to the engine with `engine`, and the environment with `messaging`.
    """
    messaging = messaging or Messaging.read(settings.public_url)
    container = Container.open(settings, clock, engine, messaging, case_fields)

    @contextlib.asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        async with container.running():
            yield

    tokens = Tokens(container.key, settings.token_days)
    streams = Streams(container.reception, container.notifier, settings.most_streams, settings.assistant_title)
    container.metrics.count_streams(streams.open)
    app = web_app(Web(container.reception, tokens, streams), settings, running)
    app.state.retention = container.retention
    add_desk(
        app,
        container,
        desk_of(container.database, settings, DeskSettings.read(), container.key.encode(), clock),
        settings,
    )
    webhooks = Webhooks(
        container.channels, container.contact_service, container.outbox, messaging.public_url, clock, container.notifier
    )
    app.router.routes += webhooks.routes()
    checks = {
        "store": container.inbox.ready,
        "engine": container.client.ready,
        "actions": lambda: actions_ready(settings.actions_port),
    }
    app.router.routes += watch_routes(container.metrics, checks, metrics_open=settings.metrics_open)
    return app


def add_desk(app: FastAPI, container: Container, desk: Desk, settings: Settings) -> None:
    """Adds the pages of the agents' desk."""
    work = work_pages(
        desk, container.support, container.notifier, container.words, container.cases.kinds, container.case_fields
    )
    report_pages = ReportPages(desk, settings.proposals)
    app.router.routes += [*routes_of(desk), *work.routes, *report_pages.routes()]
    app.state.live = work.live


def web_app(web: Web, settings: Settings, running: Lifespan[FastAPI]) -> FastAPI:
    """Builds the web chat's API and pages, protected by Guard."""
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
