"""What the bot's process does before it serves."""

from __future__ import annotations

import logging
import resource

import pytest

from bot.commands.serve import allow_files


def test_as_many_files_may_be_open_as_there_may_be_streams(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    limit = (1024, 4096)

    def change(which: int, wanted: tuple[int, int]) -> None:
        nonlocal limit
        limit = wanted

    monkeypatch.setattr(resource, "getrlimit", lambda which: limit)
    monkeypatch.setattr(resource, "setrlimit", change)
    with caplog.at_level(logging.WARNING):
        allow_files(3000)
        assert limit == (3000, 4096)
        allow_files(2000)
        assert limit == (3000, 4096)
        assert caplog.text == ""
        allow_files(9000)
    assert limit == (4096, 4096)
    assert "Only 4096 open files are allowed" in caplog.text
