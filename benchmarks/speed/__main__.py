"""`make benchmark`: ours whole against Rasa's stock set-up, in one run; results in benchmarks/README.md."""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.progress import work_pages
from benchmarks.speed import page
from benchmarks.speed.full_store import fill
from benchmarks.speed.load import long_talk, talk_at_once
from benchmarks.speed.systems import ENGINE_BIN, Running, ours, stock, train_stock
from content.files import ROOT

TURNS = 200
STORED = 100_000  # conversations
RESULTS = ROOT / "var" / "speed"


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make benchmark", description=__doc__)
    parser.add_argument("--conversations", type=int, default=60, help="of each load")
    parser.add_argument("--stored", type=int, default=STORED)
    return parser.parse_args()


def measured(name: str, running: Running, conversations: int) -> dict[str, Any]:
    """Warmed up first: what is made on first use is made."""

    def load(at_once: int, count: int) -> dict[str, float]:
        with work_pages(f"{name}: {count} conversations, {at_once} at once"):
            return asdict(asyncio.run(talk_at_once(name, running.url, at_once, count)))

    load(1, 3)
    found: dict[str, Any] = {"start": running.start, "one": load(1, conversations // 3)}
    found["twenty"] = load(20, conversations)
    with work_pages(f"{name}: conversations of {TURNS} turns"):
        found["turn_5"], found["turn_200"] = asyncio.run(long_talk(name, running.url, TURNS))
    found["memory"] = running.memory()
    return found


def measured_full(folder: Path, conversations: int, stored: int) -> dict[str, float]:
    """Median milliseconds of one conversation at a time, the store empty and then full."""
    found = {}
    for state in ("empty", "full"):
        if state == "full":
            with work_pages(f"ours: filling the store with {stored} conversations"):
                fill(folder, stored)
        with ours(folder) as running:
            asyncio.run(talk_at_once("ours", running.url, 1, 3))
            with work_pages(f"ours: store {state}"):
                found[state] = asyncio.run(talk_at_once("ours", running.url, 1, conversations // 3)).median
    return found


def main() -> None:
    chosen = options()
    RESULTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="nhs-login-speed-") as scratch:
        folder = Path(scratch)
        with work_pages("Training Rasa's stock set-up on the same data"):
            model = train_stock(folder)
        results: dict[str, Any] = {}
        with ours(folder / "ours") as running:
            results["ours"] = measured("ours", running, chosen.conversations)
        with stock(model) as running:
            results["stock"] = measured("stock", running, chosen.conversations)
        results["store"] = measured_full(folder / "filled", chosen.conversations, chosen.stored)
    (RESULTS / "results.json").write_text(json.dumps(results, indent=1))
    print(page.table(results))
    page.write(results, ROOT / "benchmarks" / "README.md")
    picture = ROOT / "benchmarks" / "speed.png"
    command = [
        str(ENGINE_BIN / "python"),
        "-m",
        "benchmarks.speed.picture",
        str(RESULTS / "results.json"),
        str(picture),
    ]
    subprocess.run(command, cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
