"""`make chat`: the engine, its actions and a conversation in the terminal, which leaves nothing behind."""

from __future__ import annotations

import argparse
import asyncio
import io
import sys
import tempfile
from collections.abc import Callable
from copy import replace
from datetime import datetime
from pathlib import Path

from bot.channels.terminal.terminal import NEW_CONVERSATION, Terminal, england_now, lines_of
from bot.commands.processes import CannotStart, Processes, free_port, show_progress
from bot.commands.train import TrainingFailed, ensure_model
from bot.conversations.assistant import Assistant
from bot.engine.client.client import EngineClient
from bot.http.responses import ResponseTexts
from bot.safety import examine
from bot.settings import SettingError, Settings


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make chat", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object a reply")
    parser.add_argument("--now", type=datetime.fromisoformat, help="the clock, such as 2026-06-02T14:00")
    return parser.parse_args()


async def talk(settings: Settings, options: argparse.Namespace, tracker: Path) -> None:
    """Runs the processes and the terminal until the input ends."""
    model = ensure_model()
    with Processes(settings, model, tracker, settings.data_dir / "log") as processes:
        await processes.wait_until_ready(show_progress)
        show_progress("")
        client = EngineClient(settings.engine_port, settings.engine_token, settings.engine_timeout)
        values = {"assistant_name": settings.assistant_name, "support_link": settings.support_link}
        assistant = Assistant(client, ResponseTexts.read(values).say)
        terminal = Terminal(assistant, sys.stdout, as_json=options.json, clock=clock(options.now))
        try:
            await converse(terminal, echo=not sys.stdin.isatty() and not options.json)
        finally:
            await client.close()


async def converse(terminal: Terminal, *, echo: bool) -> None:
    """Line by line until the input ends; with `echo` a transcript shows both sides, secrets hidden."""
    stream = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace", newline="\n")
    await terminal.begin()
    source = lines_of(stream)
    while (line := await asyncio.to_thread(next_line, source)) is not None:
        if echo and line.strip() != NEW_CONVERSATION:
            print(f"You: {examine(line).text}\n", flush=True)
        await terminal.hear(line)


def next_line(source: object) -> str | None:
    """The next line of the person, asked for where a person sits at the keyboard."""
    if sys.stdin.isatty():
        print("You: ", end="", flush=True)
    return next(source, None)  # type: ignore[call-overload, no-any-return]


def clock(fixed: datetime | None) -> Callable[[], datetime]:
    return (lambda: fixed) if fixed else england_now


def main() -> None:
    options = arguments()
    try:
        settings = Settings.read()
        with tempfile.TemporaryDirectory(prefix="nhs-login-chat-") as scratch:
            settings = replace(settings, engine_port=free_port(), actions_port=free_port())
            asyncio.run(talk(settings, options, Path(scratch) / "tracker.db"))
    except (SettingError, CannotStart, TrainingFailed) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        print(file=sys.stderr)


if __name__ == "__main__":
    main()
