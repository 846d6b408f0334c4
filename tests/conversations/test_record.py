"""A conversation that was recorded is a test that passes; a wrong one says where."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.conversations.conftest import RunningEngine
from tests.conversations.playing import Player, read
from tests.conversations.record import adjust, play, save

LINES = "CID7029\njo@example.com\nnot: trouble\nYes, that is right\n---\nnot read any more\n"


def test_what_was_recorded_can_be_played(
    engine: RunningEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(LINES))
    turns = engine.run(play(engine.bot.conversation()))
    assert "heard: cid7029_cause" in capsys.readouterr().out
    for name in ("first", "second"):
        save(name, "2026-06-02T14:00", turns, tmp_path / "recorded.yml")
    cases = read(tmp_path / "recorded.yml")["conversations"]
    assert [case["name"] for case in cases] == ["first", "second"]
    first, second, third = cases[0]["turns"]
    assert (first["asks"], second["not"]) == ("asks_login_email", ["trouble"])
    assert (third["presses"], third["handover"]["login_email"]) == ("Yes, that is right", "jo@example.com")
    played = engine.run(Player(engine.bot, engine.tracker, engine.logs).play(cases[0]))
    assert not played.faults, played.report()


def test_a_recorded_fact_can_be_dropped() -> None:
    turn = {"says": "CID7029", "hears": ["cid7029_cause", "support_finds_cause"]}
    assert adjust(turn, "drop: cid7029_cause")
    assert turn["hears"] == ["support_finds_cause"]


@pytest.mark.parametrize("line", ["hello", "not: a fact that is not there", "drop:", "note: trouble"])
def test_other_lines_are_the_persons(line: str) -> None:
    assert not adjust({"says": "CID7029"}, line)


def test_a_fault_is_marked_in_the_transcript_where_it_happened(engine: RunningEngine) -> None:
    wrong = {
        "name": "wrong",
        "turns": [{"says": "CID7029", "hears": ["cid2011_cause"], "handover": {}}, {"says": "no"}],
    }
    report = engine.run(Player(engine.bot, engine.tracker, engine.logs).play(wrong)).report()
    lines = report.splitlines()
    assert lines.index("  >>> not heard: cid2011_cause") < lines.index("You: no")
    assert "  >>> 0 handovers in this turn, expected 1" in lines
