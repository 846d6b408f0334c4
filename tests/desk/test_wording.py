"""The desk's words for what a case is about."""

from __future__ import annotations

import pytest

from bot.desk.wording import problem_of, topic_label


@pytest.mark.parametrize(
    ("topic", "label"),
    [("gp_connection", "Cannot connect to the GP surgery"), ("other", "Asked for a person"), ("unheard_of", "")],
)
def test_a_topic_has_the_label_that_it_declares(topic: str, label: str) -> None:
    assert topic_label(topic) == label


def test_a_case_is_named_by_its_topic_and_reference() -> None:
    case = {"topic": "gp_connection", "reference": "CID7023"}
    assert problem_of(case, None) == "Cannot connect to the GP surgery, CID7023"
