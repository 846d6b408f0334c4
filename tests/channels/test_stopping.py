"""STOP, START and HELP in SMS and WhatsApp."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.storage.conversations.erasing import erase_everywhere
from bot.storage.outbox.deliveries import add_delivery
from bot.storage.tables.all_tables import metadata
from bot.storage.tables.conversations import conversations
from tests.channels.kept import conversation_of, deliveries, in_store
from tests.channels.serving import Reached
from tests.channels.talking import Person
from tests.channels.twilio.signing import form_of
from tests.web.fake_engine import FakeEngine

BOTH = pytest.mark.parametrize("person", ["sms", "whatsapp"], indirect=True)


def begun(person: Person) -> None:
    person.say("I do not get a code")
    person.wait_for("Is that right?")


@BOTH
def test_who_stops_is_told_once_and_gets_nothing_more(all_on: Reached, person: Person, endpoint: FakeEngine) -> None:
    begun(person)
    sent = len(person.mine)
    answer = person.say("STOP")
    assert "You will not get any more messages from the NHS login assistant. Reply START" in answer.text
    assert "<Message>" not in person.say("stop").text
    asked = len(endpoint.messages)
    assert "You asked us to stop" in person.say("hello again").text
    assert len(person.mine) == sent
    assert len(endpoint.messages) == asked
    assert all(delivery.state == "delivered" for delivery in deliveries(all_on, person.channel))


@BOTH
def test_an_emergency_of_who_has_stopped_is_answered_and_stands_at_the_desk(all_on: Reached, person: Person) -> None:
    begun(person)
    person.say("STOP")
    sent = len(person.mine)
    assert "999" in person.say("my chest hurts and i cannot breathe").text
    marked = select(conversations.c.emergency).where(conversations.c.emergency.is_not(None))
    assert in_store(all_on, lambda sql: list(sql.execute(marked).scalars())) == ["medical"]
    assert len(person.mine) == sent  # nothing is sent; the answer to the webhook is all


@BOTH
def test_who_has_stopped_is_told_so_once_and_not_at_every_message(person: Person) -> None:
    begun(person)
    person.say("STOP")
    answers = [person.say(f"hello {turn}").text for turn in range(4)]
    assert 1 <= sum("You asked us to stop" in answer for answer in answers) <= 2  # an hour may have begun in between


@BOTH
def test_a_word_about_messages_never_hides_a_cry_for_help(all_on: Reached, person: Person) -> None:
    sender, us = person.shown_address, person.driver.shown_address("+447700900123")
    cry = form_of(sender, us, "i want to kill myself", OptOutType="HELP")
    person.post(person.driver.signed(cry))
    person.wait_for("999")


@BOTH
def test_nothing_is_carried_to_who_has_stopped(all_on: Reached, person: Person) -> None:
    """Whatever way it came into the outbox."""
    begun(person)
    conversation = conversation_of(all_on, person)
    person.say("STOP")
    sent, body = len(person.mine), {"to": person.address, "text": "late"}
    in_store(all_on, lambda sql: add_delivery(sql, person.channel, conversation, body, datetime.now(UTC), sequence=1))
    all_on.bot.call(lambda: all_on.bot.app.state.web.reception.writes(conversation))  # rings
    with person.provider.news:
        person.provider.news.wait_for(lambda: deliveries(all_on, person.channel)[-1].state == "failed", 5)
    assert deliveries(all_on, person.channel)[-1].error == "the person has written STOP"
    assert len(person.mine) == sent


@BOTH
def test_who_starts_again_talks_again(person: Person) -> None:
    begun(person)
    person.say("STOP")
    person.say("START")
    person.wait_for("You will get messages from the NHS login assistant again.")
    person.say("no code")
    person.wait_for("You said: no code")


@BOTH
def test_who_starts_first_is_greeted(person: Person, endpoint: FakeEngine) -> None:
    person.say("Start")
    person.wait_for("Hello. I am the NHS login assistant")
    assert endpoint.messages == []


@pytest.mark.parametrize("person", ["sms"], indirect=True)
def test_who_asks_for_help_hears_who_we_are_and_how_it_stops(person: Person, endpoint: FakeEngine) -> None:
    person.say("HELP")
    person.wait_for("Reply STOP to stop these messages.")
    assert endpoint.messages == []


@BOTH
def test_the_opt_out_outlives_the_conversation_without_the_number(all_on: Reached, person: Person) -> None:
    begun(person)
    conversation = conversation_of(all_on, person)
    person.say("STOP")
    in_store(all_on, lambda sql: erase_everywhere(sql, conversation, datetime.now(UTC), "test"))
    assert "You asked us to stop" in person.say("hello").text
    kept = in_store(all_on, lambda sql: [str(sql.execute(table.select()).all()) for table in metadata.tables.values()])
    assert person.address[1:] not in "".join(kept)
