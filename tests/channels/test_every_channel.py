"""What holds in every messaging channel, over the real bot and the providers' stand-ins."""

from __future__ import annotations

import asyncio

import pytest

from tests.channels.drivers import DRIVERS
from tests.channels.kept import all_conversations, conversation_of, responses_for
from tests.channels.reading import payload
from tests.channels.serving import Reached
from tests.channels.talking import Person
from tests.web.fake_engine import FakeEngine


def test_who_writes_first_is_greeted_and_answered_in_order(person: Person) -> None:
    assert person.say("I do not get a code").status_code == 200
    person.wait_for("Is that right?")
    assert "Hello. I am the NHS login assistant, an automated assistant." in person.mine[0].text
    words = "\n".join(seen.text for seen in person.mine)
    assert words.index("Hello.") < words.index("You said: I do not get a code") < words.index("Is that right?")


def test_a_button_is_pressed_with_what_the_channel_has(person: Person, endpoint: FakeEngine) -> None:
    person.say("I do not get a code")
    person.wait_for("Is that right?")
    assert person.press("Yes").status_code == 200
    person.wait_for("You said: /affirm")
    assert endpoint.messages[-1]["payload"] == "/affirm"


def test_a_bare_number_counts_as_the_button_of_that_place(person: Person, endpoint: FakeEngine) -> None:
    person.say("I do not get a code")
    person.wait_for("Is that right?")
    person.say("2")
    person.wait_for("You said: /deny")


def test_a_number_that_nothing_was_offered_under_is_text(person: Person, endpoint: FakeEngine) -> None:
    person.say("I do not get a code")
    person.wait_for("Is that right?")
    person.say("7")
    person.wait_for("You said: 7")
    assert endpoint.messages[-1]["text"] == "7"


def test_two_people_have_two_conversations(all_on: Reached, person: Person) -> None:
    other = all_on.person(person.channel, person.address + "1")
    person.say("hello from one")
    person.wait_for("You said: hello from one")
    other.say("hello from two")
    other.wait_for("You said: hello from two")
    assert not any("two" in seen.text for seen in person.mine)
    assert len(all_conversations(all_on)) == 2


def test_a_message_that_is_too_long_is_told_so(person: Person, endpoint: FakeEngine) -> None:
    assert person.say("no code " * 150).status_code == 200
    person.wait_for("Your message is too long.")
    assert endpoint.messages == []


def test_too_many_messages_are_told_once(all_on: Reached, person: Person) -> None:
    for turn in range(23):
        assert person.say(f"message {turn}").status_code == 200
    person.read = 0
    person.wait_for("That is a lot of messages at once.")
    person.wait_for("You said: message 19")
    conversation = conversation_of(all_on, person)
    told = [text for text in responses_for(all_on, conversation, "system") if "a lot of messages" in text]
    assert 1 <= len(told) <= 2  # a minute may have begun in between


def test_a_command_of_the_engine_is_only_text(person: Person, endpoint: FakeEngine) -> None:
    person.say("/restart now")
    person.wait_for("You said:")
    assert "payload" not in endpoint.messages[-1]


def test_a_secret_is_hidden_before_anything_is_kept(all_on: Reached, person: Person, endpoint: FakeEngine) -> None:
    person.say("my password is Tulip-Garden7 and it says wrong")
    person.wait_for("Is that right?")
    assert "Tulip-Garden7" not in str(endpoint.messages)
    for file in all_on.bot.settings.data_dir.rglob("*"):
        assert not file.is_file() or b"Tulip-Garden7" not in file.read_bytes(), file


def test_an_emergency_is_answered_at_once_without_the_engine(person: Person, endpoint: FakeEngine) -> None:
    endpoint.away = True
    person.say("my husband has chest pain and cannot breathe")
    assert "999" in person.wait_for("999")
    assert endpoint.messages == []


def test_what_cannot_be_opened_gets_a_kind_sentence(person: Person, endpoint: FakeEngine) -> None:
    driver = person.driver
    for kind, words in driver.unopened.items():
        assert person.post(driver.signed(driver.renumbered(payload(person.channel, kind)))).is_success
        person.wait_for(f"I cannot open {words}. Please type what is wrong instead.")
    assert endpoint.messages == []


@pytest.mark.parametrize("person", ["telegram"], indirect=True)
def test_a_cry_for_help_beside_a_picture_is_answered_without_a_word_about_the_picture(
    all_on: Reached, person: Person
) -> None:
    update = person.driver.renumbered(payload("telegram", "photo_with_caption"))
    update["message"]["caption"] = "I want to kill myself"
    person.post(person.driver.signed(update))
    person.wait_for("999")
    assert "cannot open" not in str(responses_for(all_on, all_conversations(all_on)[0], "system"))


def test_after_the_end_a_new_conversation_begins(all_on: Reached, person: Person) -> None:
    person.say("hello")
    person.wait_for("Is that right?")
    first = conversation_of(all_on, person)
    reception = all_on.bot.app.state.web.reception
    asyncio.run_coroutine_threadsafe(reception.end(first), all_on.bot.loop).result(10)
    person.say("one more thing")
    person.wait_for("Hello. I am the NHS login assistant")
    person.wait_for("You said: one more thing")
    assert conversation_of(all_on, person) != first


@pytest.mark.parametrize("person", [name for name, driver in DRIVERS.items() if driver.press], indirect=True)
def test_a_button_of_an_earlier_question_does_not_hold(person: Person, endpoint: FakeEngine) -> None:
    person.say("first")
    person.wait_for("Is that right?")
    old = next(seen for seen in person.mine if seen.buttons)
    person.say("second")
    person.wait_for("Is that right?")
    title, token = old.buttons[0]
    asked = len(endpoint.messages)
    assert person.driver.press is not None
    person.post(person.driver.press(person.address, old, title, token))
    person.wait_for("You cannot use this button any more.")
    assert len(endpoint.messages) == asked


def test_while_the_engine_is_away_the_person_hears_so_and_is_answered_later(
    person: Person, endpoint: FakeEngine
) -> None:
    endpoint.away = True
    person.say("I do not get a code")
    person.wait_for("Sorry, I cannot answer at the moment.")
    endpoint.away = False
    person.wait_for("Is that right?")
    assert sum("You said:" in seen.text for seen in person.mine) == 1
