"""Every parcel is delivered in its order, and tried again for as long as it may work."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from bot.conversations.outbox import DeliveryState, NotYet, Undeliverable
from bot.courier import FIRST, LONGEST, pause
from bot.storage.outbox import retry_failed
from tests.bot.building import run
from tests.bot.office import HANGS, WORDS, C, FakeCarrier, Office, office

__all__ = ["office"]


def test_everything_that_is_due_is_delivered_in_order(office: Office) -> None:
    email, zendesk = FakeCarrier(), FakeCarrier("zendesk")
    for what in ("opened", "amended"):
        office.put(what)
        office.put(what, "zendesk")
    office.go(email, zendesk)
    assert email.what == zendesk.what == ["opened", "amended"]
    assert [one.receipt for one in office.states()] == ["receipt of opened"] * 2 + ["receipt of amended"] * 2


def test_what_has_no_carrier_waits(office: Office) -> None:
    office.put("opened", "sms")
    office.go(FakeCarrier())
    assert office.states()[0].state is DeliveryState.WAITING


# Again, and when


def test_what_was_not_delivered_is_tried_again_after_a_pause(office: Office) -> None:
    email = FakeCarrier(does=[NotYet("busy")])
    office.put("opened")
    office.go(email)
    assert (office.states()[0].error, office.states()[0].due_at) == ("busy", office.clock() + timedelta(seconds=6.25))
    office.go(email)
    assert email.what == ["opened"]
    office.clock.goes_on(6.25)
    office.go(email)
    assert email.what == ["opened"] * 2
    assert office.states()[0].state is DeliveryState.DELIVERED


def test_pauses_double_from_five_seconds_to_an_hour_and_are_not_all_alike() -> None:
    assert [pause(tries, 0.0) for tries in (1, 2, 3, 4)] == [5, 10, 20, 40]
    assert FIRST < pause(1, 0.5) < pause(1, 1.0) < pause(2, 0.0)
    assert pause(10_000, 1.0) == LONGEST


def test_a_destination_is_left_alone_for_as_long_as_it_asks(office: Office) -> None:
    email = FakeCarrier(does=[NotYet("too many", retry_after=120)])
    courier = office.courier(email)
    for conversation in (C, "web-2"):
        office.put("opened", conversation=conversation)
    run(courier.once())
    office.clock.goes_on(119)
    run(courier.once())
    assert len(email.carried) == 1
    office.clock.goes_on(1)
    run(courier.once())
    assert len(email.carried) == 3


@pytest.mark.parametrize("asked", [0.0, 1e300])
def test_what_it_asks_is_no_shorter_than_our_pause_and_no_longer_than_a_day(office: Office, asked: float) -> None:
    office.put("opened")
    office.go(FakeCarrier(does=[NotYet("too many", asked)]))
    wait = office.states()[0].due_at - office.clock()
    assert wait == (timedelta(days=1) if asked else timedelta(seconds=6.25))


def test_what_is_refused_for_good_is_given_up_and_holds_up_nothing(office: Office) -> None:
    email = FakeCarrier(does=[Undeliverable("refused")])
    office.put("opened")
    office.put("amended")
    office.go(email)
    assert [(one.state, one.error) for one in office.states()] == [
        (DeliveryState.FAILED, "refused"),
        (DeliveryState.DELIVERED, ""),
    ]


def failing(office: Office) -> FakeCarrier:
    """Has tried until it gave up."""
    email = FakeCarrier(does=[NotYet("away")] * 1000)
    while office.states()[0].state is DeliveryState.WAITING:
        office.clock.now = max(office.clock(), office.states()[0].due_at)
        office.go(email)
    return email


def test_after_a_day_of_trying_it_is_given_up(office: Office) -> None:
    office.put("opened")
    began = office.clock()
    email = failing(office)
    assert timedelta(hours=24) <= office.clock() - began <= timedelta(hours=25)
    assert 30 < len(email.carried) < 40


def test_what_is_tried_first_or_anew_after_a_day_gets_its_tries_too(office: Office) -> None:
    office.put("opened")
    office.clock.goes_on(48 * 3600)
    assert len(failing(office).carried) == 10
    office.database.write_now(lambda sql: retry_failed(sql, 1, office.clock()))
    assert len(failing(office).carried) == 10


# One that hangs, one that is broken


def test_one_that_hangs_is_tried_again_and_holds_up_no_other(office: Office) -> None:
    email, zendesk = FakeCarrier(does=[HANGS]), FakeCarrier("zendesk")
    office.put("opened")
    office.put("opened", "zendesk")
    office.go(email, zendesk, limit=0.05)
    assert [(one.state.value, one.error) for one in office.states()] == [
        ("waiting", "it took too long"),
        ("delivered", ""),
    ]


def test_a_fault_of_ours_is_tried_again_and_tells_nobodys_words(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.put("opened")
    office.go(FakeCarrier(does=[ValueError(WORDS)]))
    assert office.states()[0].error == "a fault: ValueError"
    assert "office.py" in caplog.text  # where it was
    assert WORDS not in caplog.text


def test_the_log_has_the_cause(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    office.put("opened")
    office.go(FakeCarrier(does=[NotYet("away")]))
    assert caplog.messages == ["Parcel 1 for email was not delivered, try 1: away"]
