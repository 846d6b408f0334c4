"""Trains when data, configuration or code of understanding changed, and only then: `python -m bot.commands.train`.

The model's file carries the digest of all that it was made from.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bot.commands.processes import PYTHON, show_progress
from content.files import ROOT

MODELS = ROOT / "models"
SOURCES = (
    "config.yml",
    "domain.yml",
    "data/**/*.yml",
    "bot/nlu/*.py",
    "bot/nlu/*.txt",
    "bot/encoder/*.py",
    "requirements/engine.txt",
)
QUIET = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "RASA_TELEMETRY_ENABLED": "false",
    "PYTHONWARNINGS": "ignore",
}


class TrainingFailed(RuntimeError):
    """Rasa refused the data; its words follow."""


def digest() -> str:
    """Of every source of the model, names and contents."""
    total = hashlib.sha256()
    for pattern in SOURCES:
        for file in sorted(ROOT.glob(pattern)):
            total.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes() + b"\0")
    return total.hexdigest()[:16]


def model_file() -> Path:
    """Where the model of the present sources is or will be."""
    return MODELS / f"nhs-login-{digest()}.tar.gz"


def ensure_model() -> Path:
    """The trained model, trained now when it is missing. Raises TrainingFailed."""
    model = model_file()
    if not model.is_file():
        with tempfile.TemporaryDirectory(dir=MODELS, prefix="training-") as folder:
            command = [
                str(PYTHON),
                "-m",
                "rasa",
                "train",
                "--quiet",
                "--out",
                folder,
                "--fixed-model-name",
                "model",
            ]
            _run(command, "Training the assistant")
            # The name appears only when the file is whole.
            (Path(folder) / "model.tar.gz").replace(model)
        for old in MODELS.glob("nhs-login-*.tar.gz"):
            if old != model:
                old.unlink(missing_ok=True)
    return model


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
    try:
        print(f"The model is {ensure_model().relative_to(ROOT)}.", file=sys.stderr)
    except TrainingFailed as failure:
        sys.exit(str(failure))


if __name__ == "__main__":
    main()
