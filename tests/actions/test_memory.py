"""What is said in passing is kept: which website or app, and since when."""

from __future__ import annotations

import pytest

from actions.names import Slot
from actions.open_article import OpenArticle
from tests.actions.building import NOTHING, Left, Situation, run


def opened(text: str, **more: object) -> Left:
    said = Situation(text, "report_missing_security_code", problems=["report_missing_security_code"], **more)  # type: ignore[arg-type]
    return run(OpenArticle(), said)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("no code since yesterday", "2026-06-01"),
        ("it started on Friday, no code", "2026-05-29"),
        ("no code for three days", "2026-05-30"),
    ],
)
def test_since_when_is_kept(text: str, day: str) -> None:
    assert opened(text).slot(Slot.FIRST_SEEN) == day


def test_without_a_time_nothing_is_kept() -> None:
    assert opened("no code comes").slot(Slot.FIRST_SEEN) is None


def test_the_app_is_kept() -> None:
    assert opened("no code in Patient Access", services=["Patient Access"]).slot(Slot.SERVICE) == "Patient Access"


def test_a_pressed_button_says_nothing_in_passing() -> None:
    assert run(OpenArticle(), Situation("/report_nhs_number", "report_nhs_number")).slot(Slot.SERVICE) is NOTHING
