"""What is read from data/ is read once, and again when it is asked for; a wrong file changes nothing."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from content.live import Live, reload, reload_on_signal


@pytest.fixture
def values() -> Iterator[list[int]]:
    """What `Live` reads next; what a test made is forgotten after it."""
    before = list(Live.every)
    yield [1]
    Live.every[:] = before


def test_a_value_is_read_at_its_first_use_and_kept(values: list[int]) -> None:
    live = Live(lambda: values[0])
    values[0] = 2
    assert live() == 2
    values[0] = 3
    assert live() == 2


def test_a_reload_reads_it_again(values: list[int]) -> None:
    live = Live(lambda: values[0])
    live()
    values[0] = 2
    reload()
    assert live() == 2


def test_what_nobody_used_is_not_read(values: list[int]) -> None:
    live = Live(lambda: 1 // 0)
    reload()
    assert not live.is_read


def test_where_one_cannot_be_read_nothing_changes(values: list[int]) -> None:
    good, bad = Live(lambda: values[0]), Live(lambda: 1 // values[0])
    good()
    bad()
    values[0] = 0
    with pytest.raises(ZeroDivisionError):
        reload()
    assert (good(), bad()) == (1, 1)


def test_a_signal_makes_the_process_read_again(values: list[int], caplog: pytest.LogCaptureFixture) -> None:
    live = Live(lambda: 10 // values[0])
    live()
    before = signal.getsignal(signal.SIGUSR1)
    try:
        reload_on_signal()
        values[0] = 2
        os.kill(os.getpid(), signal.SIGUSR1)
        assert live() == 5
        values[0] = 0
        os.kill(os.getpid(), signal.SIGUSR1)
        assert live() == 5
        assert "Nothing was read again" in caplog.text
    finally:
        signal.signal(signal.SIGUSR1, before)
