"""Ready-made answers are the assistant's own words, but never what it says of itself."""

from __future__ import annotations

import re

import pytest

from bot.desk.work.ready_made import ReadyMade
from bot.http.responses import ResponseTexts

OFFERED = ReadyMade(ResponseTexts.read({"assistant_name": "the assistant", "support_link": "https://support.example"}))


def test_those_of_the_cases_topic_come_first_under_their_own_name() -> None:
    titles = [title for title, _ in OFFERED.offered({"topic": "missing_security_code"})]
    assert titles[0] == "Check the spam folder"
    assert "Ask the surgery for new registration details" in titles


def test_none_is_offered_twice() -> None:
    titles = [title for title, _ in OFFERED.offered({})]
    assert len(titles) == len(set(titles))


def test_an_agent_never_says_to_be_the_assistant() -> None:
    for title, text in OFFERED.offered({}):
        assert not re.search(r"\bI\b|assistant", text), title


def test_titles_are_no_names_of_files() -> None:
    assert [title for title, _ in OFFERED.offered({}) if "_" in title or not title[:1].isupper()] == []


@pytest.mark.parametrize("case", [{}, {"topic": None, "reference": "CID7023"}])
def test_there_is_something_for_every_case(case: dict[str, str | None]) -> None:
    assert len(OFFERED.offered(case)) > 10
