"""WhatsApp's buttons: one template for each set of titles, and numbers where there is none to be had."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.channels.messaging.channel import Channel
from bot.channels.twilio.whatsapp import WhatsApp
from bot.conversations.outbox import NotYet
from tests.channels.provider import Given, on_loopback
from tests.channels.reading import WORDING
from tests.channels.sending import entry, send
from tests.channels.twilio.stand_in import WHATSAPP, TwilioStandIn, refused
from tests.channels.whatsapp.driver import DRIVER

URL = "https://assistant.example.org/channels/whatsapp"
PERSON = DRIVER.address
ASKS = entry("Is that right?", "Yes", "No")
NUMBERS = "Reply with a number:\n1. Yes\n2. No"


class Line:
    def __init__(self, twilio: TwilioStandIn, url: str) -> None:
        self.twilio, self.url = twilio, url
        self.channel = self.make()

    def make(self) -> Channel:
        return WhatsApp(self.twilio.settings(self.url), WHATSAPP, WORDING, URL)

    def ask(self, words: str = "Is that right?") -> None:
        """By the same channel each time, as in the running bot."""

        async def every() -> None:
            for part in self.channel.parts(entry(words, "Yes", "No")):
                await self.channel.send(PERSON, part)

        asyncio.run(every())


@contextmanager
def on_a_line() -> Iterator[Line]:
    twilio = TwilioStandIn()
    with on_loopback(twilio) as url:
        made = Line(twilio, url)
        yield made
        asyncio.run(made.channel.close())


@pytest.fixture
def line() -> Iterator[Line]:
    with on_a_line() as made:
        yield made


def test_one_template_serves_all_questions_with_the_same_titles(line: Line) -> None:
    line.ask("Is that right?")
    line.ask("Did that solve it?")
    assert [seen.text for seen in line.twilio.sent] == ["Is that right?", "Did that solve it?"]
    assert [title for title, _ in line.twilio.sent[1].buttons] == ["Yes", "No"]
    assert len(line.twilio.templates) == 1


def test_what_stands_above_a_question_goes_before_its_buttons(line: Line) -> None:
    line.ask("The code is sent to your phone.\n\nIt can take 5 minutes.\n\nDid  it come?")
    above, asked = line.twilio.sent
    assert (above.text, above.buttons) == ("The code is sent to your phone.\n\nIt can take 5 minutes.", ())
    assert asked.text == "Did it come?"
    assert [title for title, _ in asked.buttons] == ["Yes", "No"]


def test_after_a_restart_the_template_is_found_again(line: Line) -> None:
    line.ask()
    line.channel = line.make()
    line.ask()
    assert len(line.twilio.templates) == 1
    assert all(seen.buttons for seen in line.twilio.sent)


@pytest.mark.parametrize("status", [400, 500])
def test_where_no_template_can_be_had_choices_are_numbers(line: Line, status: int) -> None:
    line.twilio.faults.append(Given(status, {}))
    line.ask()
    assert line.twilio.sent[0].text == f"Is that right?\n\n{NUMBERS}"
    line.ask()
    assert line.twilio.sent[1].buttons


def test_a_template_that_somebody_deleted_is_made_again(line: Line) -> None:
    line.ask()
    line.twilio.templates.clear()
    line.ask()
    assert line.twilio.sent[1].text == f"Is that right?\n\n{NUMBERS}"
    line.ask()
    assert line.twilio.sent[2].buttons


def test_too_many_requests_for_templates_are_waited_for(line: Line) -> None:
    line.twilio.faults.append(refused(429, 20429, "Too Many Requests", **{"Retry-After": "7"}))
    with pytest.raises(NotYet) as caught:
        send(lambda: line.channel, PERSON, line.channel.parts(ASKS)[0])
    assert caught.value.retry_after == 7
    assert line.twilio.sent == []


def test_a_question_whose_sending_failed_is_not_sent_in_another_form(line: Line) -> None:
    """It may have arrived."""
    line.ask()
    line.twilio.faults.append(Given(500, {}))
    with pytest.raises(NotYet):
        line.ask()
    assert len(line.twilio.sent) == 1
