"""Every delivery is delivered in its order, and retried while it can still succeed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.cases.enqueue import LONGEST_TRANSCRIPT, case_sender
from bot.conversations.case_fields import CASE_FIELDS
from bot.conversations.decision import Decision
from bot.conversations.dispatcher import LONGEST, pause
from bot.conversations.message import Reply
from bot.conversations.opening_hours import OpeningHours
from bot.conversations.outbox import DeliveryState, NotYet, Undeliverable
from bot.storage.cases.amending import amend_case
from bot.storage.cases.changes import ignore_change
from bot.storage.cases.closing import close_cases
from bot.storage.context import StoreContext
from bot.storage.conversations.erasing import erase_everywhere
from bot.storage.conversations.inbox import SqlInbox
from bot.storage.outbox.status import retry_failed
from bot.storage.queue.support_queue import SupportQueue
from tests.bot.building import run
from tests.bot.office import WORDS, C, FakeSender, Office, office
from tests.cases.building import CASE

__all__ = ["office"]

NUMBER = CASE["case_number"]


def test_everything_that_is_due_is_delivered_in_order(office: Office) -> None:
    email, zendesk = FakeSender(), FakeSender("zendesk")
    for what in ("opened", "amended"):
        office.put(what)
        office.put(what, "zendesk")
    office.go(email, zendesk)
    assert email.what == zendesk.what == ["opened", "amended"]
    assert [one.receipt for one in office.states()] == ["receipt of opened"] * 2 + ["receipt of amended"] * 2


def test_a_delivery_without_a_sender_waits(office: Office) -> None:
    office.put("opened", "sms")
    office.go(FakeSender())
    assert office.states()[0].state is DeliveryState.WAITING


# A case of a conversation


def say(name: str, **_: str) -> Reply:
    return Reply(name)


def passed_on(office: Office, *replies: Reply) -> None:
    """The assistant says the replies, the person writes twice, and their case is opened."""
    context = StoreContext(
        database=office.database,
        queue=SupportQueue(OpeningHours.parse("always"), say),
        responses=say,
        assistant_name="Robin",
        on_case_change=case_sender(["email", "zendesk"]),
    )
    inbox = SqlInbox(context)
    run(inbox.open(C, "web", office.clock(), replies))
    run(inbox.accept(C, "m1", office.clock(), None, lambda _: Decision(WORDS, settled=True)))
    run(inbox.accept(C, "m2", office.clock(), None, lambda _: Decision("Please", settled=True, case=CASE)))


def happens(office: Office, operation: Callable[[Connection], object], what: str, number: str = NUMBER) -> None:
    def do(sql: Connection) -> None:
        operation(sql)
        case_sender(["email"])(sql, number, what, office.clock())

    office.database.write_now(do)


def test_an_opened_case_goes_to_each_kind_with_what_was_said(office: Office) -> None:
    email, zendesk = FakeSender(), FakeSender("zendesk")
    passed_on(office, Reply("Hello."))
    office.go(email, zendesk)
    (opened,) = email.carried
    assert opened.body == zendesk.carried[0].body
    assert opened.body["case"] == {**CASE, "outcome": None}
    assert opened.body["transcript"][:2] == ["02 June 14:00, Robin: Hello.", f"02 June 14:00, person: {WORDS}"]
    assert (opened.body["what"], opened.case_number) == ("opened", NUMBER)


def test_a_change_goes_with_the_case_as_it_is_then(office: Office) -> None:
    email = FakeSender()
    passed_on(office)
    changes = {"case_number": NUMBER, "reference": "CID2099"}
    happens(office, lambda sql: amend_case(sql, C, changes, CASE_FIELDS), "amended")
    happens(office, lambda sql: close_cases(sql, C, "settled", office.clock(), ignore_change), "closed")
    office.go(email)
    told = [(one.body["what"], one.body["case"]["reference"], one.body["case"]["outcome"]) for one in email.carried]
    assert told == [("opened", "CID2014", None), ("amended", "CID2099", None), ("closed", "CID2099", "settled")]


def test_a_long_conversation_goes_with_its_latest_messages(office: Office) -> None:
    email = FakeSender()
    passed_on(office, *(Reply(str(number)) for number in range(1100)))
    office.go(email)
    transcript = email.carried[0].body["transcript"]
    assert len(transcript) == LONGEST_TRANSCRIPT
    assert any(line.endswith(": 1099") for line in transcript)


def test_a_case_that_is_gone_goes_nowhere(office: Office) -> None:
    passed_on(office)
    happens(office, lambda sql: erase_everywhere(sql, C, office.clock(), "person"), "amended")
    assert office.states() == []


# Again, and when


def test_what_was_not_delivered_is_tried_again_after_a_pause(office: Office) -> None:
    email = FakeSender(does=[NotYet("busy")])
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
    assert [pause(5.0, attempts, 0.0) for attempts in (1, 2, 3, 4)] == [5, 10, 20, 40]
    assert 5.0 < pause(5.0, 1, 0.5) < pause(5.0, 1, 1.0) < pause(5.0, 2, 0.0)
    assert pause(5.0, 10_000, 1.0) == LONGEST


def test_a_destination_is_left_alone_for_as_long_as_it_asks(office: Office) -> None:
    email = FakeSender(does=[NotYet("too many", retry_after=120)])
    assert carried_after(office, email, 0, 119, 1) == [[C], [], [C, "web-2"]]


def test_a_long_wait_of_a_messaging_channel_is_for_that_conversation_only(office: Office) -> None:
    channel = FakeSender(does=[NotYet("too many", retry_after=3600)], longest_closed=30.0)
    assert carried_after(office, channel, 0, 29, 1, 3569, 1) == [[C], [], ["web-2"], [], [C]]


def carried_after(office: Office, sender: FakeSender, *seconds: float) -> list[list[str]]:
    """Whose deliveries were delivered after each of these times; two conversations have one each."""
    dispatcher, carried = office.dispatcher(sender), list[list[str]]()
    for conversation in (C, "web-2"):
        office.put("opened", conversation=conversation)
    for passed in seconds:
        office.clock.goes_on(passed)
        before = len(sender.carried)
        run(dispatcher.run_once())
        carried.append(sorted(delivery.conversation for delivery in sender.carried[before:]))
    return carried


@pytest.mark.parametrize("asked", [0.0, 1e300])
def test_what_it_asks_is_no_shorter_than_our_pause_and_no_longer_than_a_day(office: Office, asked: float) -> None:
    office.put("opened")
    office.go(FakeSender(does=[NotYet("too many", asked)]))
    wait = office.states()[0].due_at - office.clock()
    assert wait == (timedelta(days=1) if asked else timedelta(seconds=6.25))


def test_what_is_refused_for_good_is_given_up_and_holds_up_nothing(office: Office) -> None:
    email = FakeSender(does=[Undeliverable("refused")])
    office.put("opened")
    office.put("amended")
    office.go(email)
    assert [(one.state, one.error) for one in office.states()] == [
        (DeliveryState.FAILED, "refused"),
        (DeliveryState.DELIVERED, ""),
    ]


def failing(office: Office) -> FakeSender:
    """Has tried until it gave up."""
    email = FakeSender(does=[NotYet("away")] * 1000)
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


def test_what_is_tried_first_or_again_after_a_day_gets_its_tries_too(office: Office) -> None:
    office.put("opened")
    office.clock.goes_on(48 * 3600)
    assert len(failing(office).carried) == 10
    office.database.write_now(lambda sql: retry_failed(sql, C, 1, office.clock()))
    assert len(failing(office).carried) == 10


def test_the_log_has_the_cause(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    office.put("opened")
    office.go(FakeSender(does=[NotYet("away")]))
    assert caplog.messages == ["Delivery 1 for email failed, attempt 1: away"]
