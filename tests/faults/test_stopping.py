"""Ctrl-C and SIGTERM: the message in hand is finished, and nothing of ours stays behind."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.faults.stubborn import Stubborn
from tests.faults.system import END_LIMIT, children_of, system


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_what_was_accepted_is_answered_and_every_process_ends(tmp_path: Path, how: signal.Signals) -> None:
    with system(tmp_path) as whole:
        children = children_of(whole.supervisor.pid)
        assert len(children) == 3
        person = Stubborn(whole.url)
        person.open()
        sequence = person.say("no security code by email")
        whole.supervisor.send_signal(how)
        assert whole.supervisor.wait(END_LIMIT) == 0
        assert not any(Path(f"/proc/{child}").exists() for child in children)
    with system(tmp_path) as whole:
        person.url = whole.url
        person.hear(sequence, "spam or junk")
        answers = [m for m in person.log if "spam or junk" in m["text"]]
        assert len(answers) == 1
