"""What holds in every messaging channel, over the real bot and the providers' stand-ins."""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from bot.channel_settings import ChannelSettings
from bot.storage.erasing import erase_everywhere
from bot.storage.tables import messages
from tests.channels.kept import all_conversations, conversation_of, in_store, said_in
from tests.channels.reading import payload
from tests.channels.serving import Reached
from tests.channels.talking import (
    ADDRESSES,
    PRESSING,
    SAYING,
    Person,
    Request,
    messenger,
    number,
    slack,
    telegram,
    twilio,
)
from tests.web.door import FakeDoor
from tests.web.serving import served

UNOPENED = {
    "telegram": {
        "photo": "pictures",
        "sticker": "stickers",
        "voice": "voice messages",
        "document": "files",
        "location": "places on a map",
        "poll": "messages of this kind",
    },
    "slack": {"file_share": "pictures", "voice_clip": "voice messages"},
    "messenger": {
        "image": "pictures",
        "sticker": "stickers",
        "audio": "voice messages",
        "file": "files",
        "location": "places on a map",
    },
    "sms": {"picture": "pictures", "contact": "contacts"},
    "whatsapp": {"picture": "pictures", "sticker": "stickers", "voice": "voice messages", "file": "files"},
}
SIGNED = {
    "telegram": telegram,
    "slack": slack,
    "messenger": messenger,
    "sms": lambda form: twilio(form, "sms"),
    "whatsapp": lambda form: twilio(form, "whatsapp"),
}


def renumbered(channel: str, body: Any) -> Any:
    """The recorded payload as another message."""
    if channel == "telegram":
        return body | {"update_id": number()}
    if channel == "slack":
        return body | {"event_id": f"Ev{number()}"}
    if channel == "messenger":
        body["entry"][0]["messaging"][0]["message"]["mid"] = f"m_{number()}"
        return body
    return body | {"MessageSid": f"SM{number():032x}"}


def test_who_writes_first_is_greeted_and_answered_in_order(person: Person) -> None:
    assert person.say("I do not get a code").status_code == 200
    person.wait_for("Is that right?")
    assert "Hello. I am the NHS login assistant, an automated assistant." in person.mine[0].text
    words = "\n".join(seen.text for seen in person.mine)
    assert words.index("Hello.") < words.index("You said: I do not get a code") < words.index("Is that right?")


def test_a_button_is_pressed_with_what_the_channel_has(person: Person, door: FakeDoor) -> None:
    person.say("I do not get a code")
    person.wait_for("Is that right?")
    assert person.press("Yes").status_code == 200
    person.wait_for("You said: /affirm")
    assert door.messages[-1]["payload"] == "/affirm"


def test_a_bare_number_counts_as_the_button_of_that_place(person: Person, door: FakeDoor) -> None:
    person.say("I do not get a code")
    person.wait_for("Is that right?")
    person.say("2")
    person.wait_for("You said: /deny")


def test_a_number_that_nothing_was_offered_under_is_text(person: Person, door: FakeDoor) -> None:
    person.say("I do not get a code")
    person.wait_for("Is that right?")
    person.say("7")
    person.wait_for("You said: 7")
    assert door.messages[-1]["text"] == "7"


def test_the_same_request_again_does_nothing(all_on: Reached, person: Person, door: FakeDoor) -> None:
    request = SAYING[person.channel](person.address, "I do not get a code")
    assert person.post(request).status_code == 200
    person.wait_for("Is that right?")
    for _ in range(3):
        assert person.post(request).status_code == 200
    assert list(door.heard.values()) == [1]
    assert said_in(all_on, conversation_of(all_on, person), "person") == ["I do not get a code"]


def test_the_same_request_at_the_same_moment_is_one_message(all_on: Reached, person: Person, door: FakeDoor) -> None:
    request = SAYING[person.channel](person.address, "I do not get a code")
    with ThreadPoolExecutor(8) as pool:
        assert {answer.status_code for answer in pool.map(person.post, [request] * 8)} == {200}
    person.read = 0
    person.wait_for("Is that right?")
    assert len(all_conversations(all_on)) == 1
    assert list(door.heard.values()) == [1]
    assert sum("Hello. I am" in seen.text for seen in person.mine) == 1


def test_a_request_that_comes_again_after_the_conversation_was_erased_opens_none(
    all_on: Reached, person: Person
) -> None:
    request = SAYING[person.channel](person.address, "I do not get a code")
    person.post(request)
    person.wait_for("Is that right?")
    conversation = conversation_of(all_on, person)
    in_store(all_on, lambda sql: erase_everywhere(sql, conversation, datetime.now(UTC), "test"))
    assert person.post(request).status_code == 200
    assert all_conversations(all_on) == []


def test_the_providers_number_fits_the_store(all_on: Reached, person: Person) -> None:
    """PostgreSQL would refuse a longer one; Messenger's have about a hundred characters."""
    person.say("hello")
    person.wait_for("Is that right?")
    numbers = in_store(all_on, lambda sql: list(sql.execute(select(messages.c.number)).scalars()))
    assert max(map(len, numbers)) <= 80


def test_what_is_not_signed_has_no_effect(all_on: Reached, person: Person, door: FakeDoor) -> None:
    request = SAYING[person.channel](person.address, "I do not get a code")
    unsigned = {"content-type": request.headers["content-type"]}
    assert person.post(Request(request.body, unsigned)).status_code == 403
    assert person.post(Request(request.body[:-2] + b"  ", request.headers)).status_code in (400, 403)
    assert all_conversations(all_on) == []
    assert door.messages == []


def test_a_channel_cannot_be_spoken_to_with_the_signature_of_another(all_on: Reached, person: Person) -> None:
    for other in ADDRESSES:
        if other != person.channel:
            foreign = SAYING[other](ADDRESSES[other], "hello")
            assert person.post(foreign).status_code == 403
    assert all_conversations(all_on) == []


def test_a_conversation_belongs_to_its_channel(all_on: Reached, person: Person) -> None:
    person.say("hello")
    person.wait_for("Is that right?")
    conversation = conversation_of(all_on, person)
    assert conversation.partition("-")[0] == person.channel
    signed = all_on.bot.app.state.web.tokens.issue(conversation)
    answer = httpx.get(
        f"{all_on.bot.url}/api/v1/messages", headers={"authorization": f"Bearer {signed}"}, trust_env=False
    )
    assert answer.status_code == 401


def test_two_people_have_two_conversations(all_on: Reached, person: Person) -> None:
    other = all_on.person(person.channel, person.address + "1")
    person.say("hello from one")
    person.wait_for("You said: hello from one")
    other.say("hello from two")
    other.wait_for("You said: hello from two")
    assert not any("two" in seen.text for seen in person.mine)
    assert len(all_conversations(all_on)) == 2


def test_a_body_that_is_too_large_is_refused(person: Person) -> None:
    request = SAYING[person.channel](person.address, "x" * 200_000)
    assert person.post(request).status_code == 413


def test_a_message_that_is_too_long_is_told_so(person: Person, door: FakeDoor) -> None:
    assert person.say("no code " * 150).status_code == 200
    person.wait_for("Your message is too long.")
    assert door.messages == []


def test_too_many_messages_are_told_once(all_on: Reached, person: Person) -> None:
    for turn in range(23):
        assert person.say(f"message {turn}").status_code == 200
    person.read = 0
    person.wait_for("That is a lot of messages at once.")
    person.wait_for("You said: message 19")
    conversation = conversation_of(all_on, person)
    told = [text for text in said_in(all_on, conversation, "system") if "a lot of messages" in text]
    assert 1 <= len(told) <= 2  # a minute may have begun in between


def test_a_command_of_the_engine_is_only_text(person: Person, door: FakeDoor) -> None:
    person.say("/restart now")
    person.wait_for("You said:")
    assert "payload" not in door.messages[-1]


def test_a_secret_is_hidden_before_anything_is_kept(all_on: Reached, person: Person, door: FakeDoor) -> None:
    person.say("my password is Tulip-Garden7 and it says wrong")
    person.wait_for("Is that right?")
    assert "Tulip-Garden7" not in str(door.messages)
    for file in all_on.bot.settings.data_dir.rglob("*"):
        assert not file.is_file() or b"Tulip-Garden7" not in file.read_bytes(), file


def test_an_emergency_is_answered_at_once_without_the_engine(person: Person, door: FakeDoor) -> None:
    door.away = True
    person.say("my husband has chest pain and cannot breathe")
    assert "999" in person.wait_for("999")
    assert door.messages == []


@pytest.mark.parametrize("person", UNOPENED, indirect=True)
def test_what_cannot_be_opened_gets_a_kind_sentence(person: Person, door: FakeDoor) -> None:
    for kind, words in UNOPENED[person.channel].items():
        assert person.post(SIGNED[person.channel](renumbered(person.channel, payload(person.channel, kind)))).is_success
        person.wait_for(f"I cannot open {words}. Please write in words what is wrong.")
    assert door.messages == []


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


@pytest.mark.parametrize("person", PRESSING, indirect=True)
def test_a_button_of_an_earlier_question_does_not_hold(person: Person, door: FakeDoor) -> None:
    person.say("first")
    person.wait_for("Is that right?")
    old = next(seen for seen in person.mine if seen.buttons)
    person.say("second")
    person.wait_for("Is that right?")
    title, token = old.buttons[0]
    asked = len(door.messages)
    person.post(PRESSING[person.channel](person.address, old, title, token))
    person.wait_for("This button no longer holds.")
    assert len(door.messages) == asked


def test_while_the_engine_is_away_the_person_hears_so_and_is_answered_later(person: Person, door: FakeDoor) -> None:
    door.away = True
    person.say("I do not get a code")
    person.wait_for("Sorry, I cannot answer at the moment.")
    door.away = False
    person.wait_for("Is that right?")
    assert sum("You said:" in seen.text for seen in person.mine) == 1


@pytest.mark.parametrize("person", ["telegram", "sms"], indirect=True)  # it waits for the store: two must do
def test_when_the_store_fails_the_message_comes_again_or_the_person_is_told(all_on: Reached, person: Person) -> None:
    person.say("hello")
    person.wait_for("Is that right?")
    blocker = sqlite3.connect(all_on.bot.settings.data_dir / "bot" / "conversations.db", isolation_level=None)
    blocker.execute("BEGIN EXCLUSIVE")
    request = SAYING[person.channel](person.address, "are you there")
    answer = person.post(request)
    blocker.execute("ROLLBACK")
    blocker.close()
    if person.channel == "sms":  # Twilio does not bring it again
        assert "Something went wrong on our side" in answer.text
    else:
        assert answer.status_code == 503
        assert person.post(request).status_code == 200
        person.wait_for("You said: are you there")


def test_a_get_is_refused_where_the_provider_sends_none(person: Person) -> None:
    answer = httpx.get(f"{person.at}/channels/{person.channel}", trust_env=False)
    assert answer.status_code == (403 if person.channel == "messenger" else 405)


def test_a_channel_that_is_not_there_is_not_found(all_on: Reached) -> None:
    assert httpx.post(f"{all_on.bot.url}/channels/fax", trust_env=False).status_code == 404


def test_without_any_channel_there_is_nothing_to_reach(tmp_path: Path) -> None:
    with served(tmp_path, FakeDoor(), messaging=ChannelSettings()) as bot:
        assert httpx.post(f"{bot.url}/channels/telegram", trust_env=False).status_code == 404
