"""Sending in every channel: what people see, and what becomes of refusals, silence and nonsense."""

from __future__ import annotations

from collections.abc import Iterator
from copy import replace
from dataclasses import dataclass

import pytest

from bot.channels.messaging.channel import Channel
from bot.channels.messaging.registry import Messaging
from bot.conversations.entry import Sender
from bot.conversations.outbox import NotDelivered, NotYet, Undeliverable
from tests.channels.driver import Driver
from tests.channels.drivers import DRIVERS
from tests.channels.provider import BREAK, HANG, Given, Provider
from tests.channels.reading import WORDING
from tests.channels.sending import entry, from_agent, send, send_all
from tests.channels.serving import stand_ins

PLAIN = entry("No code & <b>nothing</b> comes.")


@dataclass
class Line:
    """One channel with its provider. `quick` gives up after a moment."""

    name: str
    driver: Driver
    provider: Provider
    messaging: Messaging

    @property
    def address(self) -> str:
        return self.driver.address

    def make(self) -> Channel:
        return self.messaging.create(WORDING)[self.name]

    def quick(self) -> Channel:
        on = [(manifest, replace(settings, timeout=0.2)) for manifest, settings in self.messaging.switched_on]
        return replace(self.messaging, switched_on=on).create(WORDING)[self.name]

    def refused(self, given: Given) -> NotDelivered:
        self.provider.faults.append(given)
        part = self.make().parts(PLAIN)[0]
        with pytest.raises(NotDelivered) as caught:
            send(self.make, self.address, part)
        assert self.provider.sent == []
        assert PLAIN.text not in str(caught.value)
        assert self.address not in str(caught.value)
        return caught.value


@pytest.fixture(params=list(DRIVERS))
def line(request: pytest.FixtureRequest) -> Iterator[Line]:
    with stand_ins() as (providers, messaging):
        yield Line(request.param, DRIVERS[request.param], providers[request.param], messaging)


def test_words_arrive_as_they_were_said(line: Line) -> None:
    (receipt,) = send_all(line.make, line.address, PLAIN)
    assert receipt == line.provider.sent[0].receipt
    assert line.provider.sent[0].text.removeprefix("Assistant: ") == PLAIN.text


def test_an_agents_words_have_their_name(line: Line) -> None:
    send_all(line.make, line.address, from_agent("I have looked at your case."))
    words = line.provider.sent[0].text.replace("\n", " ")
    assert words == "Sam from the support team: I have looked at your case."


def test_a_notice_has_no_name(line: Line) -> None:
    send_all(line.make, line.address, entry("You are next.", sender=Sender.SYSTEM, name=""))
    assert line.provider.sent[0].text == "You are next."


@pytest.mark.parametrize(
    "titles", [("Yes", "No"), ("Yes", "No", "Talk to a person"), tuple(f"Choice {n}" for n in range(7))]
)
def test_every_choice_is_shown_in_its_order(line: Line, titles: tuple[str, ...]) -> None:
    send_all(line.make, line.address, entry("Which one?", *titles))
    seen = line.provider.sent[-1]
    numbered = [text.partition(". ")[2] for text in seen.text.splitlines() if text[:1].isdigit()]
    assert ([title for title, _ in seen.buttons] or numbered) == list(titles)


def test_a_long_text_arrives_whole_and_in_order(line: Line) -> None:
    words = " ".join(f"Sentence number {n} is here." for n in range(300))
    send_all(line.make, line.address, entry(words, "Yes"))
    heard = " ".join(seen.text for seen in line.provider.sent).removeprefix("Assistant: ")
    assert heard.split("Reply with")[0].split() == words.split()
    assert len(line.provider.sent) > 1


def test_refused_credentials_are_for_the_operator_to_mend_and_the_message_waits(line: Line) -> None:
    assert isinstance(line.refused(line.driver.refusals.unauthorised), NotYet)


def test_a_person_who_is_not_there_is_a_failure_for_good(line: Line) -> None:
    assert isinstance(line.refused(line.driver.refusals.unknown_person), Undeliverable)


def test_a_person_who_wants_no_messages_is_a_failure_for_good(line: Line) -> None:
    assert isinstance(line.refused(line.driver.refusals.unwilling_person), Undeliverable)


def test_too_many_messages_wait_as_long_as_the_provider_says(line: Line) -> None:
    error = line.refused(line.driver.refusals.too_many(7))
    assert isinstance(error, NotYet)
    assert error.retry_after == 7


@pytest.mark.parametrize("status", [500, 502, 503])
@pytest.mark.parametrize("body", [{}, {"error": "x"}, [], b"<html>Bad gateway</html>", b""], ids=str)
def test_a_provider_in_trouble_is_asked_again(line: Line, status: int, body: object) -> None:
    assert isinstance(line.refused(Given(status, body)), NotYet)


@pytest.mark.parametrize("body", [{}, [], "ok", b"<html>", b"", {"ok": True}, {"ok": True, "result": 7}], ids=str)
def test_nonsense_is_not_taken_for_delivered(line: Line, body: object) -> None:
    assert isinstance(line.refused(Given(200, body)), NotYet)


def test_a_broken_connection_is_tried_again(line: Line) -> None:
    line.provider.faults.append(BREAK)
    with pytest.raises(NotYet):
        send(line.make, line.address, line.make().parts(PLAIN)[0])


def test_a_provider_that_says_nothing_is_not_waited_for(line: Line) -> None:
    line.provider.faults.append(HANG)
    with pytest.raises(NotYet):
        send(line.quick, line.address, line.quick().parts(PLAIN)[0])


def test_nobody_at_home_is_tried_again(line: Line) -> None:
    with stand_ins() as (_, gone):
        pass
    with pytest.raises(NotYet):
        send(lambda: gone.create(WORDING)[line.name], line.address, line.make().parts(PLAIN)[0])
