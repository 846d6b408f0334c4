"""docs/conversations.md holds what the assistant really says today."""

from __future__ import annotations

import os

from tests.conversations.conftest import RunningEngine
from tests.conversations.transcripts import PAGE, page


def test_the_page_of_ten_conversations_is_current(engine: RunningEngine) -> None:
    current = engine.run(page(engine.bot))
    if os.environ.get("WRITE_TRANSCRIPTS"):
        PAGE.write_text(current, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == current, "run `make transcripts` and look at what changed"


def test_there_are_ten() -> None:
    assert PAGE.read_text(encoding="utf-8").count("\n## ") == 10
