"""The bot has its words from data/, also when the engine is down."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.http.responses import ResponseTexts, UnknownResponse

VALUES = {"assistant_name": "Robin", "support_link": "https://example.org"}
SAID_WITHOUT_THE_ENGINE = [
    "utter_session_start",
    "utter_message_empty",
    "utter_trouble",
    "utter_after_emergency",
    "utter_emergency_medical",
    "utter_emergency_self_harm",
    "utter_emergency_danger",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    (tmp_path / "one.yml").write_text(
        "responses:\n  utter_a:\n  - text: I am {assistant_name}.\n  utter_b:\n  - text: Hidden {secret}.\n"
    )
    (tmp_path / "deep" / "two.yml").write_text("responses:\n  utter_c:\n  - text: One\n  - text: Two\n")
    (tmp_path / "three.yml").write_text("nlu: []\n")
    return tmp_path


def test_a_response_is_said_with_the_values_that_all_may_name(folder: Path) -> None:
    assert ResponseTexts.read(VALUES, folder).say("utter_a") == "I am Robin."


def test_a_response_is_said_with_its_own_values(folder: Path) -> None:
    assert ResponseTexts.read(VALUES, folder).say("utter_b", secret="password") == "Hidden password."


def test_a_value_with_braces_is_only_text(folder: Path) -> None:
    assert ResponseTexts.read(VALUES, folder).say("utter_b", secret="{support_link}") == "Hidden {support_link}."


def test_every_variant_is_said_some_time(folder: Path) -> None:
    words = ResponseTexts.read(VALUES, folder)
    assert {words.say("utter_c") for _ in range(200)} == {"One", "Two"}


def test_a_name_that_nobody_wrote_is_an_error_that_names_it(folder: Path) -> None:
    with pytest.raises(UnknownResponse, match="utter_d"):
        ResponseTexts.read(VALUES, folder).say("utter_d")


@pytest.mark.parametrize("name", SAID_WITHOUT_THE_ENGINE)
def test_what_the_bot_says_itself_stands_in_the_data_with_all_its_values(name: str) -> None:
    said = ResponseTexts.read(VALUES).say(name)
    assert said
    assert "{" not in said


def test_the_notice_of_a_hidden_secret_names_the_secret() -> None:
    assert "NHS number" in ResponseTexts.read(VALUES).say("utter_secret_hidden", secret="NHS number")


def test_trouble_shows_a_way_to_support() -> None:
    assert "https://example.org" in ResponseTexts.read(VALUES).say("utter_trouble")


def test_a_channel_hears_its_own_variant_and_every_other_the_usual_one() -> None:
    variants: list[dict[str, object]] = [{"text": "Long."}, {"channel": "sms", "text": "Short."}]
    words = ResponseTexts(lambda language: {"utter_x": variants}, {})
    assert {words.reply("utter_x", channel="sms").text for _ in range(20)} == {"Short."}
    for channel in ("", "web", "telegram"):
        assert {words.reply("utter_x", channel=channel).text for _ in range(20)} == {"Long."}


def test_a_language_has_its_own_words() -> None:
    texts = {"xx": {"utter_a": [{"text": "Hei."}]}, "en": {"utter_a": [{"text": "Hello."}]}}
    responses = ResponseTexts(lambda language: texts[language], {})
    assert [responses.reply("utter_a", language=language).text for language in ("xx", "en", "")] == [
        "Hei.",
        "Hello.",
        "Hello.",
    ]
