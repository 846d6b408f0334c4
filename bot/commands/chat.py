"""`make chat`: a conversation in the terminal with a temporary engine; nothing is kept."""

from __future__ import annotations

import argparse
import asyncio
import io
import sys
from datetime import datetime

from bot.channels.terminal.clock import Clock
from bot.channels.terminal.terminal import NEW_CONVERSATION, BadCommand, Terminal, lines_of
from bot.commands.local_bot import local_bot
from bot.commands.processes import CannotStart, show_progress
from bot.commands.train import TrainingFailed, ensure_model
from bot.http.refusal_texts import sentence_of
from bot.safety import examine
from bot.settings import SettingError, Settings


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make chat", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object a reply")
    parser.add_argument("--now", type=datetime.fromisoformat, help="the clock, such as 2026-06-02T14:00")
    return parser.parse_args()


async def talk(options: argparse.Namespace) -> None:
    """Runs the processes and the terminal until the input ends."""
    clock = Clock(options.now)
    async with local_bot(Settings.read(), ensure_model(), clock, show_progress) as bot:
        show_progress("")
        terminal = Terminal(bot.conversation, clock, sys.stdout, as_json=options.json, refusal=sentence_of)
        await converse(terminal, echo=not sys.stdin.isatty() and not options.json)


async def converse(terminal: Terminal, *, echo: bool) -> None:
    """Handles lines until the input ends; with `echo` the transcript shows both sides, with secrets hidden."""
    stream = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace", newline="\n")
    await terminal.begin()
    source = lines_of(stream)
    while (line := await asyncio.to_thread(next_line, source)) is not None:
        if echo and line.strip() != NEW_CONVERSATION:
            print(f"You: {examine(line).text}\n", flush=True)
        try:
            await terminal.handle_line(line)
        except BadCommand as error:
            print(error, file=sys.stderr)


def next_line(source: object) -> str | None:
    """Reads the person's next line, with a prompt if the input is a keyboard."""
    if sys.stdin.isatty():
        print("You: ", end="", flush=True)
    return next(source, None)  # type: ignore[call-overload, no-any-return]


def main() -> None:
    try:
        asyncio.run(talk(arguments()))
    except (SettingError, CannotStart, TrainingFailed) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        print(file=sys.stderr)


if __name__ == "__main__":
    main()
