"""`make train`: trains a model if data, configuration or the understanding code has changed.

Training starts from the results of the last one (`models/warm`), unless `FROM=nothing` is given.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bot.commands.model_store import Model, ModelStore
from bot.commands.processes import PYTHON, show_progress
from content.files import ROOT, read_data

MODELS = ROOT / "models"
# By these the words are chosen that a message is judged by. All others are looked for while the engine runs.
LEARNED_PHRASES = ("calendar", "emails", "judged_words", "other_codes", "pipeline", "references", "spoken_numbers")
# What a model is learned from. A response, a button or a topic's words are not: they are read while the engine runs.
SOURCES = (
    "config.yml",
    "domain.yml",
    "data/nlu/**/*.yml",
    "data/stories/**/*.yml",
    *(f"data/phrases/*/{name}.yml" for name in LEARNED_PHRASES),
    "bot/nlu/*.py",
    "bot/nlu/*.txt",
    "bot/encoder/*.py",
    "requirements/engine.txt",
)
NLU = ROOT / "data" / "nlu"
LEARNED_OF_TOPIC = ("flow", "articles", "needs_reference")  # the rules follow from them
QUIET = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "RASA_TELEMETRY_ENABLED": "false",
    "PYTHONWARNINGS": "ignore",
}


class TrainingFailed(RuntimeError):
    """Rasa refused the data; its message follows."""


def store() -> ModelStore:
    return ModelStore(MODELS)


def digest() -> str:
    """Returns the digest of all sources that a model is learned from."""
    total = hashlib.sha256()
    for pattern in SOURCES:
        for file in sorted(ROOT.glob(pattern)):
            total.update(f"{file.relative_to(ROOT)}\0".encode() + learned_from(file) + b"\0")
    return total.hexdigest()[:16]


def learned_from(file: Path) -> bytes:
    """Returns the part of a file that a model is learned from."""
    if file.suffix != ".yml" or NLU not in file.parents:
        return file.read_bytes()
    items = (read_data(file) or {}).get("nlu") or []
    return json.dumps([_without_words(item) for item in items], sort_keys=True).encode()


def _without_words(item: dict[str, Any]) -> dict[str, Any]:
    """Removes the assistant's texts, which are not learned from."""
    topic = (item.get("metadata") or {}).get("topic")
    kept = {key: value for key, value in (topic or {}).items() if key in LEARNED_OF_TOPIC}
    return {**item, "metadata": kept}


def ensure_model() -> Path:
    """Returns the model to run: the chosen one, or that of the current sources, which is trained if missing.

    Raises TrainingFailed.
    """
    models = store()
    chosen = models.chosen
    if chosen is not None:
        print(f"Using the model {chosen.name}, as chosen by make use-model.", file=sys.stderr)
        return chosen.file
    found = models.of_sources(digest()) or train()
    return found.file


def train(*, from_nothing: bool = False) -> Model:
    """Trains a model, even if there is one already. Raises TrainingFailed."""
    MODELS.mkdir(exist_ok=True)
    warm, before, sources = MODELS / "warm", store().newest(), digest()
    with tempfile.TemporaryDirectory(dir=MODELS, prefix="training-") as folder:
        out = Path(folder) / "model.tar.gz"
        command = [str(PYTHON), "-W", "ignore", "-m", "bot.engine.server.train", "--out", str(out)]
        _run(command if from_nothing else [*command, "--warm", str(warm)], "Training the assistant")
        started_from = before.name if before and warm.is_dir() and not from_nothing else ""
        return store().add(out, sources, started_from)


def _run(command: list[str], what: str) -> None:
    """Runs with progress on standard error; raises TrainingFailed with the command's last lines."""
    began = time.monotonic()
    print(f"{what} ...", file=sys.stderr, flush=True)
    with tempfile.TemporaryFile() as log:
        child = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **QUIET}, stdout=log, stderr=log)
        while _still_running(child):
            show_progress(f"{what}: {time.monotonic() - began:.0f} s")
        log.seek(0)
        if child.returncode:
            last = log.read().decode(errors="replace")[-3000:]
            raise TrainingFailed(f"{what} failed. The last lines of its log:\n{last}")
    print(f"{what}: done in {time.monotonic() - began:.0f} s.", file=sys.stderr, flush=True)


def _still_running(child: subprocess.Popen[bytes]) -> bool:
    try:
        child.wait(1)
    except subprocess.TimeoutExpired:
        return True
    return False


def main() -> None:
    parser = argparse.ArgumentParser(prog="make train", description=__doc__)
    parser.add_argument("--from", dest="start", choices=["before", "nothing"], default="before")
    from_nothing = parser.parse_args().start == "nothing"
    try:
        found = None if from_nothing else store().of_sources(digest())
        model = found or train(from_nothing=from_nothing)
    except TrainingFailed as failure:
        sys.exit(str(failure))
    print(f"The model is {model.name}.", file=sys.stderr)


if __name__ == "__main__":
    main()
