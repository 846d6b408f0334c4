"""`make dev` notices changed files, and does what each asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.commands.watcher import Consequence, Watcher, consequences


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("data/nlu/talk.yml", "bot/http/texts.py", "actions/talk.py", "content/live.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("before")
    return tmp_path


def test_what_changed_is_told_once(project: Path) -> None:
    watcher = Watcher(project)
    assert watcher.changed() == []
    (project / "data/nlu/talk.yml").write_text("after, and longer")
    assert watcher.changed() == ["data/nlu/talk.yml"]
    assert watcher.changed() == []


def test_new_and_deleted_files_are_told(project: Path) -> None:
    watcher = Watcher(project)
    (project / "data/nlu/new.yml").write_text("x")
    (project / "actions/talk.py").unlink()
    assert watcher.changed() == ["actions/talk.py", "data/nlu/new.yml"]


def test_files_of_other_kinds_are_not_watched(project: Path) -> None:
    watcher = Watcher(project)
    (project / "bot/http/texts.pyc").write_text("x")
    assert watcher.changed() == []


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("data/nlu/talk.yml", {Consequence.RELOAD}),
        ("data/phrases/en/feelings.yml", {Consequence.RELOAD}),
        ("bot/widget/texts/en.json", {Consequence.RELOAD}),
        ("bot/desk/desk.py", {Consequence.BOT}),
        ("bot/engine/server/endpoint.py", {Consequence.ENGINE}),
        ("bot/nlu/spelling.py", set()),
        ("actions/flow.py", {Consequence.ACTIONS}),
        ("content/topics.py", {Consequence.BOT, Consequence.ACTIONS, Consequence.ENGINE}),
        ("README.md", set()),
    ],
)
def test_a_change_has_the_cheapest_consequence_that_shows_it(name: str, wanted: set[Consequence]) -> None:
    assert consequences([name]) == wanted
