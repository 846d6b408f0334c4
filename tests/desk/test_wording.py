"""The desk's words for what a case is about."""

from __future__ import annotations

from bot.data_files import read_data
from bot.desk.wording import TOPICS
from bot.settings import ROOT


def test_every_topic_has_a_name_at_the_desk_and_in_the_assistants_words() -> None:
    talk = read_data(ROOT / "data" / "nlu" / "talk.yml")["responses"]["utter_topic_words"][0]["metadata"]
    assert set(TOPICS) == set(talk) - {"code", "email"}
