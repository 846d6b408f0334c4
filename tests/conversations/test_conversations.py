"""Every conversation in cases/ goes as it is written there."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conversations.conftest import RunningEngine
from tests.conversations.playing import Player, cases


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case['topic']}:{case['name']}") for case in cases()])
def test_a_conversation_goes_as_written(engine: RunningEngine, case: dict[str, Any]) -> None:
    played = engine.runner.run(Player(engine.assistant, engine.tracker).play(case))
    assert not played.faults, played.report()
