"""The real bot on a free port of loopback, in a separate thread, over a real store."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import replace
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from bot.app import build, utc_now
from bot.channels.messaging.registry import Messaging
from bot.commands.processes import free_port
from bot.commands.serve import BotServer, configuration
from bot.conversations.case_fields import CASE_FIELDS, CaseFields
from bot.engine.client.transport import Transport
from bot.settings import Settings

START_LIMIT = 30.0  # seconds


@dataclass
class Served:
    """`call` runs a function on the bot's own loop and waits for it."""

    url: str
    app: FastAPI
    loop: asyncio.AbstractEventLoop
    settings: Settings

    def call(self, do: Callable[[], Any]) -> Any:
        async def done() -> Any:
            return do()

        return asyncio.run_coroutine_threadsafe(done(), self.loop).result(10)


@contextmanager
def served(
    folder: Path,
    engine: Transport | None = None,
    clock: Callable[[], datetime] = utc_now,
    messaging: Messaging | None = None,
    case_fields: CaseFields = CASE_FIELDS,
    **settings: Any,
) -> Iterator[Served]:
    """`settings` are those of bot/settings/common.py; `engine` replaces the transport to the engine."""
    chosen = replace(Settings.read({}), data_dir=folder, **{"bot_port": free_port(), **settings})
    app = build(chosen, clock, engine, messaging, case_fields)
    server = BotServer(configuration(app, chosen))
    ready, found = threading.Event(), list[asyncio.AbstractEventLoop]()

    async def serve() -> None:
        found.append(asyncio.get_running_loop())
        watching = asyncio.create_task(tell_when_started())
        await server.serve()
        await watching

    async def tell_when_started() -> None:
        while not server.started and not server.should_exit:
            await asyncio.sleep(0)
        ready.set()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="bot")
    thread.start()
    try:
        assert ready.wait(START_LIMIT), "the bot did not start"
        yield Served(f"http://127.0.0.1:{chosen.bot_port}", app, found[0], chosen)
    finally:
        server.should_exit = True
        thread.join(30)
        assert not thread.is_alive(), "the bot did not end"
