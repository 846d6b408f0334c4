"""Plain Rasa commands work from the project's root: a Rasa user feels at home."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
QUIET = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "RASA_TELEMETRY_ENABLED": "false",
    "PYTHONWARNINGS": "ignore",
}


def rasa(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rasa", *arguments],
        input=text,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **QUIET},
        timeout=600,
        check=False,
    )


def test_rasa_data_validate_finds_nothing_wrong() -> None:
    checked = rasa("data", "validate")
    assert checked.returncode == 0, checked.stderr[-3000:]


def test_rasa_test_core_plays_the_test_stories(tmp_path: Path) -> None:
    played = rasa("test", "core", "--stories", "tests/rasa", "--out", str(tmp_path), "--fail-on-prediction-errors")
    assert played.returncode == 0, played.stderr[-3000:]


@pytest.mark.parametrize("line", ["CID7029", "I get no security code by email"])
def test_rasa_shell_nlu_understands(line: str) -> None:
    told = rasa("shell", "nlu", text=f"{line}\n/stop\n")
    assert '"intent"' in told.stdout, told.stderr[-3000:]
