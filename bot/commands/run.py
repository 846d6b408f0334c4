"""`make run`: supervises bot, engine and actions, and restarts a process that ends unexpectedly.

SIGUSR1 (`make reload`) makes all of them reload texts and topics.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import time
from dataclasses import dataclass, field

import httpx

from bot.channels.messaging.registry import Messaging
from bot.commands.dev import Dev
from bot.commands.processes import CannotStart, Processes, check_port, show_progress
from bot.commands.reload import pid_file
from bot.commands.train import TrainingFailed, digest, ensure_model, store
from bot.settings import SettingError, Settings

LOOK_EVERY = 0.2  # seconds
BOT_LIMIT = 60  # seconds until the bot must answer
SHORTEST_LIFE = 2.0  # seconds; a process that lives less is started again only after a pause
LONGEST_PAUSE = 30.0


@dataclass
class RestartBackoff:
    """Decides when to restart an ended process: at once after a long run, with growing delays after short ones."""

    started: float
    short_lives: int = 0

    def pause(self, now: float) -> float:
        self.short_lives = self.short_lives + 1 if now - self.started < SHORTEST_LIFE else 0
        return min(LONGEST_PAUSE, 0.5 * 2**self.short_lives) if self.short_lives else 0.0


@dataclass
class Supervisor:
    processes: Processes
    lives: dict[str, RestartBackoff] = field(default_factory=dict)
    due: dict[str, float] = field(default_factory=dict)  # processes to start, and when

    def look(self, now: float) -> list[str]:
        """Starts what has to be started; returns the names of processes found ended."""
        fallen = [name for name in self.processes.ended() if name not in self.due]
        for name in fallen:
            life = self.lives.setdefault(name, RestartBackoff(0.0))
            self.due[name] = now + life.pause(now)
        for name, when in list(self.due.items()):
            if when <= now:
                del self.due[name]
                self.lives[name].started = now
                self.processes.start(name)
        return fallen

    def reload(self) -> None:
        """Reloads texts and topics; restarts the engine if another model is selected."""
        self.processes.reload()
        chosen = store().chosen
        wanted = chosen or store().of_sources(digest())
        if wanted is not None and wanted.file != self.processes.model:
            self.processes.use_model(wanted.file)


async def supervise(settings: Settings, stop: asyncio.Event, *, watch: bool) -> None:
    """Runs until `stop` is set; watches files if `watch` is given. Raises CannotStart and SettingError."""
    messaging = Messaging.read(settings.public_url)  # what is wrong is told before anything starts
    check_port(settings.bot_port, "BOT_PORT")
    model = ensure_model()
    tracker, logs = settings.data_dir / "engine" / "tracker.db", settings.data_dir / "log"
    with Processes(settings, model, tracker, logs) as processes:
        processes.start_bot()
        await processes.wait_until_ready(show_progress)
        await _bot_answers(settings, processes)
        show_progress("")
        print(addresses(settings, messaging), flush=True)
        supervisor, dev = Supervisor(processes), Dev(processes) if watch else None
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, supervisor.reload)
        pid_file(settings.data_dir).write_text(str(os.getpid()))
        while not stop.is_set():
            if dev:
                dev.look()
            for name in supervisor.look(time.monotonic()):
                print(f"The {name} process ended and is started again. See {logs}/{name}.log.", file=sys.stderr)
            try:
                await asyncio.wait_for(stop.wait(), LOOK_EVERY)
            except TimeoutError:
                continue
        pid_file(settings.data_dir).unlink(missing_ok=True)
        print("Stopping.", file=sys.stderr)


async def _bot_answers(settings: Settings, processes: Processes) -> None:
    """Raises CannotStart."""
    began = time.monotonic()
    async with httpx.AsyncClient(trust_env=False) as http:
        while True:
            try:
                answer = await http.get(f"http://127.0.0.1:{settings.bot_port}/readyz", timeout=5)
                if answer.status_code == httpx.codes.OK:
                    return
            except httpx.HTTPError:
                pass
            if "bot" in processes.ended() or time.monotonic() - began > BOT_LIMIT:
                raise CannotStart(f"The bot did not start. See {settings.data_dir / 'log' / 'bot.log'}.")
            await asyncio.sleep(0.1)


def addresses(settings: Settings, messaging: Messaging) -> str:
    port, on = settings.bot_port, ", ".join(messaging.names)
    channels = f"Messaging channels:               {on}, at {messaging.public_url}/channels/\n" if on else ""
    return (
        f"The chat:                         http://127.0.0.1:{port}/\n"
        f"The desk of the support team:     http://127.0.0.1:{port}/desk\n"
        f"A site that embeds it, to try:    http://localhost:{port}/demonstration\n"
        f"{channels}"
        "Ctrl-C stops everything."
    )


async def run(*, watch: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for which in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(which, stop.set)
    work = asyncio.create_task(supervise(Settings.read(), stop, watch=watch))
    ending = asyncio.create_task(stop.wait())
    await asyncio.wait([work, ending], return_when=asyncio.FIRST_COMPLETED)
    if not work.done():
        await asyncio.wait([work], timeout=LOOK_EVERY * 5)
        work.cancel()  # it was still starting
    ending.cancel()
    try:
        await work
    except asyncio.CancelledError:
        return


def main() -> None:
    parser = argparse.ArgumentParser(prog="make run", description=__doc__)
    parser.add_argument("--watch", action="store_true", help="look at changed files, as make dev does")
    options = parser.parse_args()
    try:
        asyncio.run(run(watch=options.watch))
    except (SettingError, CannotStart, TrainingFailed) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
