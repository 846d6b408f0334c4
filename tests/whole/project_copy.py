"""A copy of the project whose data a test may change: the real code and models, run by `make`'s own commands."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from content.files import ROOT

COPIED = (
    "bot",
    "actions",
    "content",
    "data",
    "benchmarks",
    "requirements",
    "tests/understanding",
    "tests/safety/data",
    "tests/whole",
)
FILES = ("config.yml", "domain.yml", "endpoints.yml", "credentials.yml", "tests/__init__.py")
LINKED = (".venv", ".venv-engine", "models/encoder", "models/language", "models/safety")
STARTS_FROM = "models/warm"  # training continues from it, as it does for a designer
LONGEST = 600  # seconds


class ProjectCopy:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in COPIED:
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in FILES:
            shutil.copy(ROOT / name, folder / name)
        (folder / "models").mkdir()
        for name in LINKED:
            (folder / name).symlink_to((ROOT / name).resolve())
        if (ROOT / STARTS_FROM).exists():
            shutil.copytree(ROOT / STARTS_FROM, folder / STARTS_FROM)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, "utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.folder / name).read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def run(self, *arguments: str, given: str = "", python: str = ".venv/bin/python") -> str:
        """What the Python command prints; it must succeed."""
        own = {"DATA_DIR": str(self.folder / "var"), "TF_CPP_MIN_LOG_LEVEL": "3"}
        done = subprocess.run(
            [python, "-W", "ignore", *arguments],
            cwd=self.folder,
            env={**os.environ, **own},
            input=given,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST,
        )
        assert done.returncode == 0, done.stderr[-4000:]
        return done.stdout

    def train(self) -> None:
        self.run("-m", "bot.commands.train")

    def understand(self, messages: Iterable[str]) -> list[dict[str, Any]]:
        return _objects(self.run("-m", "bot.commands.understand", given="\n".join(messages)))

    def chat(self, *conversations: Iterable[str]) -> list[list[dict[str, Any]]]:
        """The replies of each conversation, in order."""
        given = "\n---\n".join("\n".join(messages) for messages in conversations)
        replies = _objects(self.run("-m", "bot.commands.chat", "--json", "--now", "2026-06-02T14:00", given=given))
        return [[one for one in replies if one["conversation"] == number + 1] for number in range(len(conversations))]


def _objects(lines: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.splitlines()]
