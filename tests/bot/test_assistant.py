"""How a message is answered: safety first, then the engine, and always with words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.assistant import SECRET_WORDS, Assistant
from bot.conversations.message import Button, Message, Reply
from bot.safety import LONGEST, Secret
from tests.bot.building import FakeEngine, message, run, say


def answered(text: str, engine: FakeEngine | None = None, payload: str | None = None) -> list[Reply]:
    assistant = Assistant(engine or FakeEngine(), say)
    replies: list[Reply] = run(assistant.answer(message(text, payload)))
    return replies


def texts(replies: list[Reply]) -> list[str]:
    return [reply.text for reply in replies]


def greeted(engine: FakeEngine) -> list[Reply]:
    replies: list[Reply] = run(Assistant(engine, say).greet(message("")))
    return replies


# The engine


def test_an_ordinary_message_is_answered_by_the_engine() -> None:
    engine = FakeEngine([Reply("One."), Reply("Two.", (Button("Yes", "/affirm"),), {"handover": {"a": 1}})])
    assert answered("no code came", engine) == engine.replies
    assert engine.asked == [message("no code came")]


def test_a_greeting_comes_from_the_engine() -> None:
    engine = FakeEngine([Reply("Welcome.")])
    assert texts(greeted(engine)) == ["Welcome."]
    assert engine.started == [message("")]


def test_the_engine_gets_the_channels_id_the_conversation_and_the_clock() -> None:
    engine = FakeEngine()
    answered("  no  code\u200b came ", engine)
    assert engine.asked == [message("no code came")]


def test_while_the_engine_is_away_there_are_words_and_a_way_on() -> None:
    assert texts(answered("no code came", FakeEngine(away=True))) == ["utter_trouble"]


def test_while_the_engine_is_away_a_greeting_comes_all_the_same() -> None:
    assert texts(greeted(FakeEngine(away=True))) == ["utter_session_start"]


def test_an_engine_that_says_nothing_is_answered_for() -> None:
    assert texts(answered("no code came", FakeEngine([]))) == ["utter_trouble"]


def test_an_engine_that_greets_with_nothing_is_answered_for() -> None:
    assert texts(greeted(FakeEngine([]))) == ["utter_session_start"]


# Buttons


def test_a_pressed_button_goes_to_the_engine_as_it_is() -> None:
    engine = FakeEngine()
    answered("Yes", engine, "/affirm")
    assert engine.asked == [message("Yes", "/affirm")]


def test_a_pressed_button_while_the_engine_is_away_gets_words() -> None:
    assert texts(answered("Yes", FakeEngine(away=True), "/affirm")) == ["utter_trouble"]


@pytest.mark.parametrize("typed", ["/restart", '/affirm{"reference": "CID7023"}', "//greet"])
def test_a_typed_command_is_only_text(typed: str) -> None:
    engine = FakeEngine()
    answered(typed, engine)
    assert all(asked.payload is None and not asked.text.startswith("/") for asked in engine.asked)


# Emergencies

EMERGENCIES = [
    ("I am having a heart attack", "utter_emergency_medical"),
    ("I want to kill myself", "utter_emergency_self_harm"),
    ("my husband is hitting me", "utter_emergency_danger"),
]


@pytest.mark.parametrize(("text", "words"), EMERGENCIES)
def test_an_emergency_is_answered_at_once_and_the_engine_is_never_asked(text: str, words: str) -> None:
    engine = FakeEngine()
    assert texts(answered(text, engine)) == [words, "utter_after_emergency"]
    assert engine.asked == []


@pytest.mark.parametrize(("text", "words"), EMERGENCIES)
def test_an_emergency_is_answered_while_the_engine_is_away(text: str, words: str) -> None:
    assert texts(answered(text, FakeEngine(away=True)))[0] == words


def test_an_emergency_in_a_command_is_still_heard() -> None:
    assert texts(answered("/I want to kill myself"))[0] == "utter_emergency_self_harm"


def test_a_secret_beside_an_emergency_is_told_after_the_help() -> None:
    said = texts(answered("my husband is hitting me, my password is Tr0ub4dor&3"))
    assert said == ["utter_emergency_danger", "utter_after_emergency", "utter_secret_hidden password"]


@pytest.mark.parametrize("secret", ["my password is Tr0ub4dor&3", "my NHS number is 943 476 5919"])
def test_a_cry_for_help_is_heard_also_beside_a_secret(secret: str) -> None:
    assert texts(answered(f"I want to kill myself. {secret}"))[0] == "utter_emergency_self_harm"


def test_a_cry_for_help_at_the_end_of_a_long_message_is_heard() -> None:
    assert texts(answered("it is so hard " * 80 + "I want to kill myself"))[0] == "utter_emergency_self_harm"


# Secrets


def test_a_secret_is_hidden_before_the_engine_sees_the_message() -> None:
    engine = FakeEngine()
    answered("my NHS number is 943 476 5919 and no code comes", engine)
    (asked,) = engine.asked
    assert "943" not in asked.text
    assert "[NHS number removed]" in asked.text
    assert "no code comes" in asked.text


def test_the_person_is_told_of_the_secret_before_the_answer() -> None:
    assert texts(answered("my NHS number is 943 476 5919")) == [
        "utter_secret_hidden NHS number",
        "From the engine.",
    ]


def test_several_secrets_are_told_together() -> None:
    said = texts(answered("my password is Tr0ub4dor&3 and my NHS number is 943 476 5919"))
    assert said[0] == "utter_secret_hidden password and NHS number"


def test_a_secret_is_told_while_the_engine_is_away() -> None:
    said = texts(answered("my NHS number is 943 476 5919", FakeEngine(away=True)))
    assert said == ["utter_secret_hidden NHS number", "utter_trouble"]


def test_every_kind_of_secret_has_words() -> None:
    assert set(SECRET_WORDS) == {secret.value for secret in Secret}


# Odd lengths


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b\u200d", "\u2800", "/", "///"])
def test_a_message_without_words_is_told_so_and_the_engine_is_not_asked(text: str) -> None:
    engine = FakeEngine()
    assert texts(answered(text, engine)) == ["utter_message_empty"]
    assert engine.asked == []


def test_a_message_of_the_longest_length_is_read_whole() -> None:
    engine = FakeEngine()
    assert texts(answered("a" * LONGEST, engine)) == ["From the engine."]
    assert len(engine.asked[0].text) == LONGEST


def test_a_longer_message_is_cut_and_the_person_is_told() -> None:
    engine = FakeEngine()
    assert texts(answered("word " * LONGEST, engine)) == ["utter_message_cut", "From the engine."]
    assert len(engine.asked[0].text) <= LONGEST


def test_a_message_that_is_long_only_by_its_blanks_is_not_called_long() -> None:
    assert texts(answered("no code came" + " " * LONGEST)) == ["From the engine."]


@given(st.text(max_size=1500))
def test_every_message_gets_at_least_one_reply_with_words(text: str) -> None:
    for engine in (FakeEngine(), FakeEngine(away=True), FakeEngine([])):
        assert all(texts(answered(text, engine)) or [""])


@given(st.text(max_size=300))
def test_the_engine_never_gets_a_command_or_an_empty_text(text: str) -> None:
    engine = FakeEngine()
    answered(text, engine)
    assert all(asked.text.strip() and not asked.text.startswith("/") for asked in engine.asked)


def test_a_message_is_never_changed_in_place() -> None:
    original = Message("m1", "c1", "my NHS number is 943 476 5919", message().at)
    run(Assistant(FakeEngine(), say).answer(original))
    assert original.text == "my NHS number is 943 476 5919"
