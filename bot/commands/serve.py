"""Serves the bot: `python -m bot.commands.serve`, started by the supervisor (bot/commands/run.py)."""

from __future__ import annotations

import asyncio
import gc
import logging
import resource
import socket
import sys

import uvicorn
from fastapi import FastAPI

from bot.app import build
from bot.conversations.refusals import Unavailable
from bot.http.connection import Connection
from bot.settings import SettingError, Settings
from content.live import reload_on_signal

logger = logging.getLogger(__name__)
LATE_PAUSE = 0.05  # seconds
OTHER_FILES = 1000  # besides the streams


class BotServer(uvicorn.Server):
    """Ends event streams before shutting down, and new connections meanwhile, since both would delay the shutdown."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        app = self.config.app
        assert isinstance(app, FastAPI)
        app.state.web.streams.stop()
        app.state.live.stop()
        late = asyncio.create_task(self._end_late_ones())
        await super().shutdown(sockets)
        late.cancel()
        for connection in list(self.server_state.connections):  # who takes nothing more, or never asked for anything
            connection.transport.abort()
        await asyncio.sleep(0)

    async def _end_late_ones(self) -> None:
        """Closes connections accepted just before the socket closed, which uvicorn does not know yet."""
        while True:
            await asyncio.sleep(LATE_PAUSE)
            for connection in list(self.server_state.connections):
                connection.shutdown()


def configuration(app: FastAPI, settings: Settings) -> uvicorn.Config:
    proxies = settings.trusted_proxies
    return uvicorn.Config(
        app,
        host=settings.bot_host,
        port=settings.bot_port,
        log_config=None,
        access_log=False,  # addresses and tokens stay out of the log
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies or None,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=12,
        http=Connection,
        ws="none",
    )


def allow_files(wanted: int) -> None:
    """Raises the limit of open files: every stream is one, and many systems start with 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    possible = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if possible > soft:
        resource.setrlimit(resource.RLIMIT_NOFILE, (possible, hard))
    if possible < wanted:
        logger.warning("Only %s open files are allowed; MOST_STREAMS needs %s.", possible, wanted)


def main() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        settings = Settings.read()
        server = BotServer(configuration(build(settings), settings))
    except SettingError as error:
        sys.exit(str(error))
    except Unavailable:
        sys.exit("The store cannot be opened; the log says why.")
    allow_files(settings.most_streams + OTHER_FILES)
    reload_on_signal()
    gc.collect()
    gc.freeze()  # what was loaded stays: it need not be looked through for each message
    server.run()


if __name__ == "__main__":
    main()
