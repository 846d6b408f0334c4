"""`make run`: one supervisor for bot, engine and actions. A process that ends by itself is started again."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from dataclasses import dataclass, field

import httpx

from bot.channels.messaging.registry import Messaging
from bot.commands.processes import CannotStart, Processes, check_port, show_progress
from bot.commands.train import TrainingFailed, ensure_model
from bot.settings import SettingError, Settings

LOOK_EVERY = 0.2  # seconds
BOT_LIMIT = 60  # seconds until the bot must answer
SHORTEST_LIFE = 2.0  # seconds; a process that lives less is started again only after a pause
LONGEST_PAUSE = 30.0


@dataclass
class RestartBackoff:
    """When a process that ended may start again: at once after a long life, later and later after short ones."""

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
        """Starts what has to be started; the names of those that were found ended."""
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


async def supervise(settings: Settings, stop: asyncio.Event) -> None:
    """Until `stop` is set. Raises CannotStart and SettingError."""
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
        supervisor = Supervisor(processes)
        while not stop.is_set():
            for name in supervisor.look(time.monotonic()):
                print(f"The {name} process ended and is started again. See {logs}/{name}.log.", file=sys.stderr)
            try:
                await asyncio.wait_for(stop.wait(), LOOK_EVERY)
            except TimeoutError:
                continue
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


async def run() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for which in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(which, stop.set)
    work = asyncio.create_task(supervise(Settings.read(), stop))
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
    try:
        asyncio.run(run())
    except (SettingError, CannotStart, TrainingFailed) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
