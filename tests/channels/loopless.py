"""The bot's application with all channels on, asked without a server, so that faults come through."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx

from bot.app import build
from bot.settings import Settings
from tests.channels.driver import Request
from tests.channels.serving import stand_ins
from tests.web.fake_engine import FakeEngine


class Loopless:
    def __init__(self, folder: Path) -> None:
        self._runner = asyncio.Runner()
        self._stand_ins = stand_ins()
        _, messaging = self._stand_ins.__enter__()
        self.endpoint = FakeEngine()
        own = Settings.read({"DATA_DIR": str(folder), "MESSAGES_A_MINUTE": "100000"})
        self.app = build(own, engine=self.endpoint, messaging=messaging)
        self._lifespan = self.app.router.lifespan_context(self.app)
        self._runner.run(self._lifespan.__aenter__())

    def post(self, channel: str, request: Request) -> int:
        async def ask() -> int:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://bot") as http:
                url = f"/channels/{channel}"
                return (await http.post(url, content=request.body, headers=request.headers)).status_code

        return self._runner.run(ask())

    def close(self) -> None:
        self._runner.run(self._lifespan.__aexit__(None, None, None))
        self._runner.close()
        self._stand_ins.__exit__(None, None, None)
