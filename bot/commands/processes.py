"""Runs the engine, its action server and the bot as child processes that end with this one."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bot.commands.model_store import model_lease
from bot.engine.client.client import EngineClient, actions_ready
from bot.settings import Settings
from content.files import ROOT

PYTHON = ROOT / ".venv-engine" / "bin" / "python"
START_LIMIT = 180  # seconds; a slow machine takes 30
STOP_LIMIT = 15  # seconds; the bot takes up to 10 to finish the messages in hand


class CannotStart(RuntimeError):
    """A process did not start; the sentence says why and what to do."""


def free_port() -> int:
    """Returns a free port on loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def check_port(port: int, variable: str) -> None:
    """Raises CannotStart if the port is in use."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise CannotStart(f"Port {port} is taken. Set {variable} to another port and run again.") from None


class Processes:
    """Use as a context manager. `tracker` is the SQLite file; logs go to `logs`."""

    def __init__(self, settings: Settings, model: Path, tracker: Path, logs: Path) -> None:
        self._settings = settings
        self.model = model
        self._tracker = tracker
        self._logs = logs
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._lease = contextlib.ExitStack()

    def __enter__(self) -> Processes:
        check_port(self._settings.engine_port, "ENGINE_PORT")
        check_port(self._settings.actions_port, "ACTIONS_PORT")
        for folder in (self._tracker.parent, self._logs):
            folder.mkdir(parents=True, exist_ok=True)
        self._lease.enter_context(model_lease(self.model))
        self.start_actions()
        self.start_engine()
        return self

    def __exit__(self, *exception: object) -> None:
        for name in reversed(list(self._children)):  # the bot first: it still needs the others
            self.stop(name)
        self._lease.close()

    def use_model(self, model: Path) -> None:
        """Restarts the engine with another model; messages wait in the bot's store meanwhile."""
        self._lease.close()
        self.model = model
        self._lease.enter_context(model_lease(model))
        self.stop("engine")
        self.start_engine()

    def restart(self, name: str) -> None:
        if name in self._children:
            self.stop(name)
            self.start(name)

    def reload(self) -> None:
        """Makes every process reload texts and topics."""
        for child in self._children.values():
            if child.poll() is None:
                child.send_signal(signal.SIGUSR1)

    def start(self, name: str) -> None:
        """Starts one of `actions`, `engine` and `bot`."""
        {"actions": self.start_actions, "engine": self.start_engine, "bot": self.start_bot}[name]()

    def start_bot(self) -> None:
        self._start("bot", ["-m", "bot.commands.serve"], python=sys.executable)

    def ended(self) -> list[str]:
        """Returns the names of children that ended without being stopped."""
        return [name for name, child in self._children.items() if child.poll() is not None]

    def start_actions(self) -> None:
        port = str(self._settings.actions_port)
        self._start("actions", ["-m", "actions", "--port", port])

    def start_engine(self) -> None:
        s = self._settings
        ports = ["--port", str(s.engine_port), "--actions-port", str(s.actions_port)]
        files = ["--model", str(self.model), "--tracker", str(self._tracker)]
        self._start("engine", ["-m", "bot.engine.server.serve", *ports, *files])

    def _start(self, name: str, arguments: list[str], python: str = str(PYTHON)) -> None:
        own = {
            "BOT_PORT": str(self._settings.bot_port),
            "ENGINE_PORT": str(self._settings.engine_port),
            "ACTIONS_PORT": str(self._settings.actions_port),
            "DATA_DIR": str(self._settings.data_dir),
            **({"DATABASE_URL": self._settings.database} if self._settings.database else {}),
            "ENGINE_TOKEN": self._settings.engine_token,
            "ASSISTANT_NAME": self._settings.assistant_name,
            "SUPPORT_LINK": self._settings.support_link,
            "PYTHONWARNINGS": "ignore",
        }
        with (self._logs / f"{name}.log").open("ab") as log:
            self._children[name] = subprocess.Popen(
                [python, *arguments],
                cwd=ROOT,
                env={**os.environ, **own},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for us; we end the children in order
            )

    def stop(self, name: str, how: signal.Signals = signal.SIGTERM) -> None:
        """Stops a child and waits until it has ended."""
        child = self._children.pop(name)
        if child.poll() is None:
            child.send_signal(how)
        try:
            child.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    async def wait_until_ready(self, progress: Callable[[str], None]) -> None:
        """Waits for every child. Raises CannotStart if one ends or takes too long; its log says why."""
        client = EngineClient(self._settings.engine_port, self._settings.engine_token, 5)
        began = time.monotonic()
        try:
            while not (await client.ready() and await actions_ready(self._settings.actions_port)):
                self._check_children()
                if time.monotonic() - began > START_LIMIT:
                    raise CannotStart(f"The engine did not start in {START_LIMIT} s. See {self._logs}/engine.log.")
                progress(f"Starting the engine: {time.monotonic() - began:.0f} s")
                await asyncio.sleep(0.25)
        finally:
            await client.close()

    def _check_children(self) -> None:
        for name, child in self._children.items():
            if child.poll() is not None:
                raise CannotStart(f"The {name} process ended at once. See {self._logs}/{name}.log.")


def show_progress(line: str) -> None:
    """One line on standard error that is written over; nothing in a log file."""
    if sys.stderr.isatty():
        print(f"\r{line}   ", end="", file=sys.stderr, flush=True)
