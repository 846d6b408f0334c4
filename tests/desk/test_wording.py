"""The desk's words for what a case is about."""

from __future__ import annotations

from bot.desk.wording import TOPICS
from content.files import ROOT, read_data


def test_every_topic_has_a_name_at_the_desk_and_in_the_assistants_words() -> None:
    talk = read_data(ROOT / "data" / "nlu" / "talk.yml")["responses"]["utter_topic_words"][0]["metadata"]
    assert set(TOPICS) == set(talk) - {"code", "email"}
