"""The whole product with all channels: the real engine and actions, the bot, and the providers' stand-ins."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from copy import replace

import pytest

from bot.commands.processes import Processes, free_port
from bot.commands.train import ensure_model
from bot.settings import Settings
from tests.channels.serving import Reached, reached


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reached]:
    folder = tmp_path_factory.mktemp("channels")
    settings = replace(Settings.read({}), engine_port=free_port(), actions_port=free_port(), data_dir=folder)
    with Processes(settings, ensure_model(), folder / "tracker.db", folder / "log") as processes:
        asyncio.run(processes.wait_until_ready(lambda line: None))
        known = {name: getattr(settings, name) for name in ("engine_port", "actions_port", "engine_token")}
        with reached(folder, messages_a_minute=1000, conversations_an_hour=1000, **known) as found:
            yield found
