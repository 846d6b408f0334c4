"""One real engine with its real actions for all conversation tests, and a bot over it in this process."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine, Iterator
from copy import replace
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot.channels.terminal.clock import Clock
from bot.channels.terminal.conversation import Conversation, ShownReply
from bot.commands.local_bot import LocalBot, own_settings, running
from bot.commands.processes import Processes, free_port
from bot.commands.train import ensure_model
from bot.conversations.engine import EngineUnavailable
from bot.http.refusal_texts import sentence_of
from bot.settings import Settings

T = TypeVar("T")
NOW = datetime(2026, 6, 2, 14, 0)  # a Tuesday without a bank holiday near


class AwayEngine:
    """The transport to an engine that nobody can reach."""

    async def ask(self, method: str, path: str, body: Any, timeout: float) -> tuple[int, bytes]:
        raise EngineUnavailable("nobody is there")

    async def close(self) -> None:
        return


@dataclass
class RunningEngine:
    """`bot` is the one that most tests talk with; `folder` holds its store, the engine's and the logs."""

    runner: asyncio.Runner
    bot: LocalBot = field(repr=False)
    processes: Processes = field(repr=False)
    settings: Settings
    played: int = 0  # conversations of cases/
    said: list[str] = field(default_factory=list, repr=False)  # every reply of every conversation

    @property
    def tracker(self) -> Path:
        return self.settings.data_dir / "tracker.db"

    @property
    def logs(self) -> Path:
        return self.settings.data_dir / "log"

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """On the loop that the bot lives on."""
        return self.runner.run(work)

    @contextlib.asynccontextmanager
    async def fresh(self, folder: Path, *, away: bool = False) -> AsyncIterator[LocalBot]:
        """A bot over the same engine, or over none, with a separate store."""
        settings = replace(self.settings, data_dir=folder)
        async with running(settings, Clock(NOW), AwayEngine() if away else None) as bot:
            yield bot

    def open(self, name: str = "", now: datetime = NOW) -> Conversation:
        """A conversation that has begun."""
        self.bot.clock.set(now)
        conversation = self.bot.conversation(name=name)
        self.run(conversation.begin())
        return conversation

    def say(self, conversation: Conversation, text: str) -> list[ShownReply]:
        """What the person reads after it, the sentence of a refusal not among it."""
        return self.run(conversation.say(text))

    def texts(self, conversation: Conversation, text: str) -> list[str]:
        told = [one.text for one in self.say(conversation, text)]
        return [*told, sentence_of(conversation.refused)] if conversation.refused else told


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    folder = tmp_path_factory.mktemp("engine")
    ports = {"engine_port": free_port(), "actions_port": free_port()}
    settings = replace(own_settings(Settings.read({}), folder), **ports)
    with (
        Processes(settings, ensure_model(), folder / "tracker.db", folder / "log") as processes,
        asyncio.Runner() as runner,
    ):
        runner.run(processes.wait_until_ready(lambda line: None))
        context = running(settings, Clock(NOW))
        bot = runner.run(context.__aenter__())
        yield RunningEngine(runner, bot, processes, settings)
        runner.run(context.__aexit__(None, None, None))
