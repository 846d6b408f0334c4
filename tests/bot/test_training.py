"""It is trained when a source of the model changed, and only then.

The code finds its sources beside itself, so each test works on a copy of the project, in a separate process;
the trainer there is a stand-in that writes a file or fails.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands.train import SOURCES
from content.files import ROOT

TRAINER = """#!/bin/sh
echo "$@" >>calls
[ -e fail ] && { echo "a rule contradicts a story" >&2; exit 1; }
while [ "$1" != "--out" ]; do shift; done
wc -l calls >"$2"
"""


TALK = """nlu:
- intent: greet
  metadata: {topic: {button: Hello, flow: remedies}}
  examples: |
    - hello
responses:
  utter_greet:
  - text: Hello.
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A small project: the real code, small data, and a Python of the engine that only plays the trainer."""
    for package in ("bot", "content"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "data" / "phrases", tmp_path / "data" / "phrases")
    for name in ("config.yml", "domain.yml", "requirements/engine.txt", "data/nlu/talk.yml", "data/stories/a.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"# {name}\n")
    (tmp_path / "data" / "nlu" / "talk.yml").write_text(TALK)
    (tmp_path / "models").mkdir()
    python = tmp_path / ".venv-engine" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(TRAINER)
    python.chmod(0o755)
    return tmp_path


def ran(copy: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *command], cwd=copy, capture_output=True, text=True, check=False, timeout=60)


def digest(copy: Path) -> str:
    return ran(copy, "-c", "from bot.commands.train import digest; print(digest())").stdout.strip()


def train(copy: Path) -> subprocess.CompletedProcess[str]:
    return ran(copy, "-m", "bot.commands.train")


def models(copy: Path) -> list[str]:
    """Names, the newest first."""
    listed = ran(copy, "-c", "from bot.commands.train import store; print(*(m.name for m in store().models()))")
    return listed.stdout.split()


def change(copy: Path, old: str, new: str, name: str = "data/nlu/talk.yml") -> None:
    file = copy / name
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


@pytest.mark.parametrize("pattern", SOURCES)
def test_every_source_of_the_model_exists(pattern: str) -> None:
    assert list(ROOT.glob(pattern))


def test_the_same_sources_have_the_same_digest(copy: Path) -> None:
    assert digest(copy) == digest(copy)
    assert len(digest(copy)) == 16


@pytest.mark.parametrize(
    "name",
    [
        "config.yml",
        "domain.yml",
        "data/stories/a.yml",
        "data/phrases/en/references.yml",
        "bot/nlu/judged_words.py",
        "requirements/engine.txt",
    ],
)
def test_the_digest_changes_with_every_source(copy: Path, name: str) -> None:
    before = digest(copy)
    with (copy / name).open("a") as file:
        file.write("# changed\n")
    assert digest(copy) != before


def test_the_digest_changes_with_a_new_and_with_a_renamed_source(copy: Path) -> None:
    before = digest(copy)
    (copy / "data" / "nlu" / "new.yml").write_text("")
    added = digest(copy)
    (copy / "data" / "nlu" / "new.yml").rename(copy / "data" / "nlu" / "newer.yml")
    assert len({before, added, digest(copy)}) == 3


@pytest.mark.parametrize(
    "name", ["bot/commands/chat.py", "README.md", "tests/test_x.py", "bot/nlu/notes.md", "data/phrases/en/feelings.yml"]
)
def test_the_digest_stays_when_something_else_changes(copy: Path, name: str) -> None:
    before = digest(copy)
    (copy / name).parent.mkdir(parents=True, exist_ok=True)
    with (copy / name).open("a") as file:
        file.write("# changed\n")
    assert digest(copy) == before


@pytest.mark.parametrize(("old", "new"), [("hello", "hi"), ("greet", "welcome"), ("flow: remedies", "flow: wait")])
def test_the_digest_changes_with_what_is_learned(copy: Path, old: str, new: str) -> None:
    before = digest(copy)
    change(copy, old, new)
    assert digest(copy) != before


@pytest.mark.parametrize(("old", "new"), [("text: Hello.", "text: Good day."), ("button: Hello", "button: Hi")])
def test_the_digest_stays_when_only_what_is_said_changes(copy: Path, old: str, new: str) -> None:
    before = digest(copy)
    change(copy, old, new)
    assert digest(copy) == before


def test_it_is_trained_once_and_not_again(copy: Path) -> None:
    train(copy)
    train(copy)
    assert len((copy / "calls").read_text().splitlines()) == 1


def test_it_is_trained_again_after_a_change_and_the_model_before_is_kept(copy: Path) -> None:
    train(copy)
    (before,) = models(copy)
    change(copy, "hello", "hi")
    train(copy)
    assert models(copy)[1:] == [before]


def test_a_change_that_is_taken_back_needs_no_training(copy: Path) -> None:
    train(copy)
    change(copy, "hello", "hi")
    train(copy)
    change(copy, "hi", "hello")
    train(copy)
    assert len((copy / "calls").read_text().splitlines()) == 2


def test_from_nothing_it_is_trained_without_what_was_left(copy: Path) -> None:
    train(copy)
    ran(copy, "-m", "bot.commands.train", "--from", "nothing")
    first, second = (copy / "calls").read_text().splitlines()
    assert "--warm" in first
    assert "--warm" not in second


def test_a_failed_training_says_why_and_leaves_no_model(copy: Path) -> None:
    (copy / "fail").touch()
    done = train(copy)
    assert done.returncode == 1
    assert "a rule contradicts a story" in done.stderr
    assert "Traceback" not in done.stderr
    assert models(copy) == []


def test_a_failed_training_keeps_the_model_before(copy: Path) -> None:
    train(copy)
    before = models(copy)
    (copy / "domain.yml").write_text("# changed\n")
    (copy / "fail").touch()
    train(copy)
    assert models(copy) == before


def test_it_says_what_it_does(copy: Path) -> None:
    done = train(copy)
    assert "Training the assistant" in done.stderr
    assert done.stdout == ""
