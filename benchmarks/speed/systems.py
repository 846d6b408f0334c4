"""The two systems under load, each started from nothing: ours whole, and Rasa as its guide sets it up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.commands.processes import free_port
from content.files import ROOT

ENGINE_BIN = ROOT / ".venv-engine" / "bin"
QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1", "RASA_TELEMETRY_ENABLED": "false"}
START_LIMIT = 300  # seconds


@dataclass(frozen=True)
class Running:
    """`start` is in seconds, until it answers; `parents` are the processes that were started."""

    url: str
    start: float
    parents: tuple[int, ...]

    def memory(self) -> float:
        """Megabytes of all its processes (PSS: what they share counts once)."""
        return sum(map(_memory, {number for parent in self.parents for number in _family(parent)}))


def _family(parent: int) -> list[int]:
    try:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    except OSError:
        return []
    return [parent, *(one for child in children for one in _family(int(child)))]


def _memory(number: int) -> float:
    try:
        lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


@contextmanager
def ours(folder: Path) -> Iterator[Running]:
    """Durable: every message is on the disk before it is acknowledged."""
    port = free_port()
    ports = {"BOT_PORT": str(port), "ENGINE_PORT": str(free_port()), "ACTIONS_PORT": str(free_port())}
    limits = {"MESSAGES_A_MINUTE": "1000000", "CONVERSATIONS_AN_HOUR": "1000000"}
    environment = {**os.environ, **ports, **limits, "DATA_DIR": str(folder)}
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.commands.run"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=sys.stderr,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(f"{url}/readyz", process)
        yield Running(url, time.monotonic() - began, (process.pid,))
    finally:
        _end(process)


@contextmanager
def stock(model: Path) -> Iterator[Running]:
    """Stock REST channel, memory tracker, and an action server: ours, without which its stories cannot run."""
    folder, port, actions_port = model.parent, free_port(), free_port()
    (folder / "credentials.yml").write_text("rest:\n")
    (folder / "endpoints.yml").write_text(f"action_endpoint:\n  url: http://127.0.0.1:{actions_port}/webhook\n")
    files = ["--credentials", str(folder / "credentials.yml"), "--endpoints", str(folder / "endpoints.yml")]
    environment = {**os.environ, **QUIET, "LOG_LEVEL": "ERROR"}
    log = (folder / "stock.log").open("ab")
    began = time.monotonic()
    actions = subprocess.Popen(
        [str(ENGINE_BIN / "python"), "-m", "actions", "--port", str(actions_port)],
        cwd=ROOT,
        env=environment,
        stderr=log,
    )
    rasa = subprocess.Popen(
        [str(ENGINE_BIN / "rasa"), "run", "-m", str(model), "-i", "127.0.0.1", "-p", str(port), *files],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=log,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(f"{url}/webhooks/rest/", rasa)
        _first_answer(url)
        yield Running(url, time.monotonic() - began, (rasa.pid, actions.pid))
    finally:
        _end(rasa)
        _end(actions)
        log.close()


def _first_answer(url: str) -> None:
    """Its port answers before its model is loaded."""
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline:
        body = {"sender": "first", "message": "hello"}
        if httpx.post(f"{url}/webhooks/rest/webhook", json=body, timeout=60, trust_env=False).text != "[]":
            return
        time.sleep(0.2)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(url, timeout=5, trust_env=False).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.05)
    raise RuntimeError(f"{url} did not answer.")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def train_stock(folder: Path) -> Path:
    """Trained on the product's own data and domain."""
    command = [str(ENGINE_BIN / "rasa"), "train", "--config", str(Path(__file__).with_name("stock.yml"))]
    command += ["--out", str(folder), "--fixed-model-name", "stock", "--quiet"]
    with (folder / "train.log").open("ab") as log:
        subprocess.run(command, cwd=ROOT, env={**os.environ, **QUIET}, check=True, stdout=log, stderr=log)
    return folder / "stock.tar.gz"
