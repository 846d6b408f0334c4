"""Every conversation in cases/ goes as it is written there, and together they exercise all that can be said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conversations.conftest import RunningEngine
from tests.conversations.coverage import coverage, responses
from tests.conversations.playing import FACTS, Played, Player, cases, holds

CASES = cases()


async def played_by(engine: RunningEngine, case: dict[str, Any], folder: Path) -> Played:
    """A case with an agent, a switch or no engine has a separate store, so that it cannot affect another case."""
    away = case.get("engine") == "away"
    if away or any({"agent", "desk", "assistant", "waits"} & turn.keys() for turn in case["turns"]):
        async with engine.fresh(folder, away=away) as bot:
            return await Player(bot, engine.tracker, engine.logs).play(case)
    return await Player(engine.bot, engine.tracker, engine.logs).play(case)


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case['topic']}:{case['name']}") for case in CASES])
def test_a_conversation_goes_as_written(engine: RunningEngine, case: dict[str, Any], tmp_path: Path) -> None:
    played = engine.run(played_by(engine, case, tmp_path))
    engine.said += played.said
    engine.played += 1
    assert not played.faults, played.report()


@pytest.mark.parametrize("name", sorted(name for name, said in responses().items() if len(said) > 1))
def test_the_variants_of_a_response_hold_the_same_facts(name: str) -> None:
    """Each conversation hears one of them, and must hear the facts in any."""
    variants = [str(one["text"]) for one in responses()[name] if "channel" not in one]
    held = [{fact for fact in FACTS if holds(fact, text)} for text in variants]
    assert all(facts == held[0] for facts in held), held


def test_there_are_at_least_150_conversations() -> None:
    assert len(CASES) >= 150


def test_every_response_and_every_remedy_was_said(engine: RunningEngine, capsys: pytest.CaptureFixture[str]) -> None:
    if engine.played < len(CASES):
        pytest.skip("only where all conversations were played")
    found = coverage(engine.tracker, engine.said)
    with capsys.disabled():
        print("", "Exercised by the conversations:", *found.lines(), sep="\n")
    assert found.must_be_whole == []
