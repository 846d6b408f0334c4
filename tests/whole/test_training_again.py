"""What is learned after one changed example is as good as what is learned from nothing, on the whole test set."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.commands.train import digest, store
from tests.whole.project_copy import ProjectCopy

SAME_FIRST = 0.97  # at least: share of messages whose first intent is the same
RIGHT_LOST = 0.005  # at most: share of messages understood less well


def from_nothing(project: ProjectCopy) -> Path:
    """A model of the present sources that was not continued from another: this checkout's own where it is one."""
    own = store().of_sources(digest())
    if own is not None and not own.started_from:
        return own.file
    project.run("-m", "bot.commands.train", "--from", "nothing")
    return (project.folder / "models" / "nhs-login.tar.gz").resolve()


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    project = ProjectCopy(tmp_path_factory.mktemp("project"))
    full = from_nothing(project)
    project.change(
        "data/nlu/missing_security_code.yml",
        "  examples: |\n",
        "  examples: |\n    - no digits have reached my inbox\n",
    )
    project.train()
    again = project.folder / "models" / "nhs-login.tar.gz"
    assert again.resolve() != full
    printed = project.run(
        "-m", "tests.whole.compare_rankings", str(full), str(again.resolve()), python=".venv-engine/bin/python"
    )
    compared: dict[str, Any] = json.loads(printed)
    return compared


def test_the_first_intent_is_the_same(compared: dict[str, Any]) -> None:
    assert compared["same_first"] >= SAME_FIRST, compared


def test_as_many_messages_are_right(compared: dict[str, Any]) -> None:
    full, again = compared["right"]
    assert again >= full - RIGHT_LOST, compared
