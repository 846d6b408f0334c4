"""One real engine with its real actions for all conversation tests."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from copy import replace
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.commands.processes import Processes, free_port
from bot.commands.train import ensure_model
from bot.conversations.assistant import Assistant
from bot.engine.client.client import EngineClient
from bot.http.responses import ResponseTexts
from bot.settings import Settings

WORDS = {"assistant_name": "the NHS login assistant", "support_link": "https://help.login.nhs.uk/contact"}


@dataclass
class RunningEngine:
    """`run` runs a coroutine on the loop that the client lives on."""

    runner: asyncio.Runner
    client: EngineClient
    assistant: Assistant
    processes: Processes
    settings: Settings
    tracker: Path
    logs: Path
    without_engine: Assistant
    played: int = 0  # conversations of cases/
    said: list[str] = field(default_factory=list)  # every reply of every conversation


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    folder = tmp_path_factory.mktemp("engine")
    settings = replace(Settings.read({}), engine_port=free_port(), actions_port=free_port(), data_dir=folder)
    tracker, logs = folder / "tracker.db", folder / "log"
    with Processes(settings, ensure_model(), tracker, logs) as processes, asyncio.Runner() as runner:
        runner.run(processes.wait_until_ready(lambda line: None))
        client = EngineClient(settings.engine_port, settings.engine_token, settings.engine_timeout)
        assistant = Assistant(client, ResponseTexts.read(WORDS).say)
        nobody = EngineClient(free_port(), settings.engine_token, settings.engine_timeout)
        without_engine = Assistant(nobody, ResponseTexts.read(WORDS).say)
        yield RunningEngine(runner, client, assistant, processes, settings, tracker, logs, without_engine)
        runner.run(client.close())
        runner.run(nobody.close())
