"""The whole product under its supervisor, as `make run` starts it, and a way to kill its processes."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from bot.commands.processes import free_port
from content.files import ROOT

PARTS = {"bot": "bot.commands.serve", "engine": "bot.engine.server.serve", "actions": "actions"}
END_LIMIT = 60  # seconds
LOOK_EVERY = 0.2  # seconds


class System:
    def __init__(self, supervisor: subprocess.Popen[str], url: str, folder: Path) -> None:
        self.supervisor = supervisor
        self.url = url
        self.folder = folder
        self.killed: Counter[str] = Counter()

    def kill(self, part: str) -> None:
        """kill -9 of one of our own children; nothing where it is not running at the moment."""
        for number in children_of(self.supervisor.pid):
            if _module(number) == PARTS[part]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
                    self.killed[part] += 1

    def ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=10, trust_env=False).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False


def children_of(parent: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    except OSError:
        return []


def _module(number: int) -> str:
    """What stands after -m."""
    try:
        words = Path(f"/proc/{number}/cmdline").read_bytes().decode().split("\0")
        return words[words.index("-m") + 1]
    except (OSError, ValueError, IndexError):
        return ""


@contextmanager
def system(folder: Path, database: str = "", **environment: str) -> Iterator[System]:
    """Ready when entered; ended with SIGTERM."""
    port = free_port()
    own = {
        "BOT_PORT": str(port),
        "ENGINE_PORT": str(free_port()),
        "ACTIONS_PORT": str(free_port()),
        "DATA_DIR": str(folder),
        "CONVERSATIONS_AN_HOUR": "100000",
        **({"DATABASE_URL": database} if database else {}),
        **environment,
    }
    command = [sys.executable, "-m", "bot.commands.run"]
    run = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **own}, stdout=subprocess.PIPE, text=True)
    try:
        assert run.stdout is not None
        for line in run.stdout:
            if "Ctrl-C" in line:
                break
        else:
            raise AssertionError("the system did not start")
        yield System(run, f"http://127.0.0.1:{port}", folder)
    finally:
        run.send_signal(signal.SIGTERM)
        run.wait(END_LIMIT)
        if run.stdout:
            run.stdout.close()


@contextmanager
def killing(target: System, seed: int, pauses: tuple[float, float]) -> Iterator[None]:
    """Kills a part a random pause (seconds) after all were ready, in a thread, until left: also slow machines go on."""
    chance, enough = random.Random(seed), threading.Event()

    def go_on() -> None:
        while not enough.wait(LOOK_EVERY):
            if target.ready() and not enough.wait(chance.uniform(*pauses)):
                target.kill(chance.choice(list(PARTS)))

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        enough.set()
        thread.join()
