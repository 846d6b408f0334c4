"""A person in each channel and an agent at the desk: the words arrive both ways, and waiting is told in measure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands.desk_user import make_link
from bot.conversations.agent import Role
from tests.channels.kept import conversation_of, responses_for
from tests.channels.serving import Reached, reached
from tests.channels.talking import Person
from tests.faults.stubborn_agent import StubbornAgent
from tests.web.fake_engine import FakeEngine
from tests.web.handing_over import hands_over


@pytest.fixture
def all_on(tmp_path: Path) -> Iterator[Reached]:
    with reached(tmp_path, FakeEngine(answers=hands_over)) as found:
        yield found


@pytest.fixture
def sam(all_on: Reached) -> Iterator[StubbornAgent]:
    made = StubbornAgent(all_on.bot.url)
    made.join(make_link(all_on.bot.settings, "sam@example.org", {"name": "Sam", "role": Role.AGENT}, "root"))
    made.be_there()
    yield made
    made.http.close()


def test_an_agent_answers_and_gives_back(all_on: Reached, sam: StubbornAgent, person: Person) -> None:
    person.say("I want a person")
    person.wait_for("You are next.")
    conversation = sam.take_next()
    assert conversation == conversation_of(all_on, person)
    person.wait_for("You are now talking to Sam from the support team.")
    sam.reply(conversation, "I have looked at your case.")
    seen = person.wait_for("I have looked at your case.")
    assert "Sam from the support team:" in seen
    person.say("thank you Sam")
    assert "thank you Sam" in sam.http.get(f"/desk/conversations/{conversation}").text
    sam.give_back(conversation)
    person.wait_for("You are now talking to the automated assistant again.")
    person.say("no code")
    person.wait_for("You said: no code")


def test_while_an_agent_talks_a_number_is_for_them(all_on: Reached, sam: StubbornAgent, person: Person) -> None:
    person.say("I want a person")
    person.wait_for("You are next.")
    conversation = sam.take_next()
    sam.reply(conversation, "How many phones do you have?")
    person.wait_for("How many phones")
    person.say("1")
    assert "You are not waiting any more" not in person.since
    assert responses_for(all_on, conversation, "person")[-1] == "1"
    assert '<p class="work-text">1</p>' in sam.http.get(f"/desk/conversations/{conversation}").text


def test_who_waits_can_stop_waiting(sam: StubbornAgent, person: Person) -> None:
    person.say("I want a person")
    person.wait_for("You are next.")
    person.press("Stop waiting")
    person.wait_for("You are not waiting any more.")


def test_the_desk_says_which_channel_it_is(all_on: Reached, sam: StubbornAgent, person: Person) -> None:
    person.say("I want a person")
    person.wait_for("You are next.")
    assert person.channel in sam.http.get("/desk?show=waiting").text.lower()


def test_a_message_that_cannot_arrive_is_shown_at_the_desk(all_on: Reached, sam: StubbornAgent, person: Person) -> None:
    person.say("I want a person")
    person.wait_for("You are next.")
    conversation = sam.take_next()
    person.wait_for("You are now talking to Sam")
    person.driver.leaves(person.provider, person.address)
    asked = len(person.provider.asked)
    sam.reply(conversation, "Are you there?")
    person.provider.wait_until_asked(asked + 1)

    def shown() -> bool | None:
        page = sam.http.get(f"/desk/conversations/{conversation}").text
        return True if "could not be delivered" in page else None

    sam.until("showing the failure", shown)
