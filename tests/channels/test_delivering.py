"""From the store to the provider: in order, tried again in time, and no more than the message in flight twice."""

from __future__ import annotations

from pathlib import Path

from tests.channels.drivers import DRIVERS
from tests.channels.kept import deliveries
from tests.channels.provider import Given
from tests.channels.serving import Reached, reached, stand_ins
from tests.channels.talking import Person
from tests.web.fake_engine import FakeEngine
from tests.web.serving import served


def test_after_trouble_everything_arrives_in_its_order(all_on: Reached, person: Person) -> None:
    person.provider.faults.append(Given(500, {}))
    person.say("I do not get a code")
    person.wait_for("Is that right?")
    words = "\n".join(seen.text for seen in person.mine)
    assert words.index("Hello.") < words.index("You said:") < words.index("Is that right?")
    assert sum("Hello. I am" in seen.text for seen in person.mine) == 1


def test_one_persons_trouble_holds_up_nobody_else(all_on: Reached, person: Person) -> None:
    other = all_on.person(person.channel, person.address + "1")
    person.provider.faults.append(Given(500, {}))
    person.say("hello from one")
    person.provider.wait_until_asked(1)
    other.say("hello from two")
    other.wait_for("You said: hello from two")


def test_a_provider_that_wants_fewer_is_left_alone_as_long_as_it_says(all_on: Reached, person: Person) -> None:
    person.say("hello")
    person.wait_for("Is that right?")
    person.provider.faults.append(person.driver.refusals.too_many(1))
    asked = len(person.provider.asked)
    person.say("hello again")
    person.provider.wait_until_asked(asked + 1)
    person.wait_for("Is that right?")
    refused, again = person.provider.asked[asked : asked + 2]
    assert again.at - refused.at >= 1.0


def test_an_answer_that_was_lost_may_double_that_one_message_only(all_on: Reached, person: Person) -> None:
    """No provider has a key that would tell it; docs/channels.md says so."""
    person.provider.lose_answers = 1
    person.say("hello")
    person.wait_for("Is that right?")
    texts = [seen.text for seen in person.mine]
    doubled = {text for text in texts if texts.count(text) > 1}
    assert len(doubled) == 1
    assert len(texts) == len(set(texts)) + 1


def test_what_waited_when_the_bot_ended_is_sent_by_the_next(tmp_path: Path) -> None:
    with stand_ins() as (providers, messaging):
        for provider in set(providers.values()):
            provider.faults.append(Given(500, {}))
        with served(tmp_path, FakeEngine(), messaging=messaging) as bot:
            people = [Person(name, one, providers[name], bot.url, one.address) for name, one in DRIVERS.items()]
            for person in people:
                person.say("hello")
        with served(tmp_path, FakeEngine(), messaging=messaging):
            for person in people:
                person.read = 0
                person.wait_for("Is that right?")
                assert sum("Hello. I am" in seen.text for seen in person.mine) == 1


def test_what_is_delivered_is_kept_no_longer_in_the_outbox(tmp_path: Path) -> None:
    with reached(tmp_path, FakeEngine()) as found:
        person = found.person("telegram")
        person.say("hello")
        person.wait_for("Is that right?")
        person.say("more")
        person.wait_for("Is that right?")
        assert all(delivery.body == {} for delivery in deliveries(found, "telegram")[:2])
