"""A port that is taken, and a child that dies, are told in one clear sentence."""

from __future__ import annotations

import asyncio
import io
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from copy import replace
from pathlib import Path

import pytest

from bot.commands.processes import CannotStart, Processes, check_port, free_port, show_progress
from bot.settings import Settings


@contextmanager
def taken(address: str = "127.0.0.1") -> Iterator[int]:
    """A port where somebody else listens."""
    with socket.socket() as other:
        other.bind((address, 0))
        other.listen()
        yield other.getsockname()[1]


def settings(engine_port: int = 0, actions_port: int = 0) -> Settings:
    """With ports that are free where none is given."""
    engine, actions = engine_port or free_port(), actions_port or free_port()
    return replace(Settings.read({}), engine_port=engine, actions_port=actions)


def processes(chosen: Settings, folder: Path) -> Processes:
    return Processes(chosen, folder / "no-model.tar.gz", folder / "data" / "tracker.db", folder / "log")


def test_a_free_port_can_be_used() -> None:
    port = free_port()
    assert 0 < port < 65536
    check_port(port, "ENGINE_PORT")


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])  # noqa: S104 - somebody else's server
def test_a_taken_port_gives_a_sentence_that_names_the_variable(address: str) -> None:
    with taken(address) as port, pytest.raises(CannotStart) as caught:
        check_port(port, "BOT_PORT")
    assert str(caught.value) == f"Port {port} is taken. Set BOT_PORT to another port and run again."


def test_a_port_that_was_just_left_can_be_used_again() -> None:
    with taken() as port, socket.create_connection(("127.0.0.1", port)):
        pass
    check_port(port, "ENGINE_PORT")


@pytest.mark.parametrize(("which", "variable"), [("engine_port", "ENGINE_PORT"), ("actions_port", "ACTIONS_PORT")])
def test_nothing_is_started_where_a_port_is_taken(tmp_path: Path, which: str, variable: str) -> None:
    with (
        taken() as port,
        pytest.raises(CannotStart, match=f"Port {port} is taken. Set {variable}"),
        processes(settings(**{which: port}), tmp_path),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_child_that_ends_at_once_is_told_with_its_log(tmp_path: Path) -> None:
    """The model's file is not there: the engine cannot live."""
    with processes(settings(), tmp_path) as started, pytest.raises(CannotStart, match=r"engine process ended"):
        asyncio.run(started.wait_until_ready(lambda line: None))
    assert (tmp_path / "log" / "engine.log").stat().st_size > 0


def test_the_children_are_gone_when_we_leave(tmp_path: Path) -> None:
    chosen = settings()
    with processes(chosen, tmp_path) as started:
        children = list(started._children.values())
    assert len(children) == 2
    assert all(child.poll() is not None for child in children)
    check_port(chosen.engine_port, "ENGINE_PORT")


def test_progress_is_shown_to_a_person_only(monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream, shown in ((io.StringIO(), ""), (Screen(), "\rStarting   ")):
        monkeypatch.setattr(sys, "stderr", stream)
        show_progress("Starting")
        assert stream.getvalue() == shown
