"""While the dispatcher runs: nothing waits for what hangs, no fault ends it, and a crash sends at most twice."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest

from bot.cases.email import compose
from bot.cases.settings import CaseSettings
from bot.cases.zendesk import ZendeskSender
from bot.conversations.outbox import Delivery, DeliverySender, DeliveryState
from bot.conversations.refusals import Unavailable
from bot.storage.outbox.outbox import SqlOutbox
from tests.bot.building import run
from tests.bot.office import HANGS, WORDS, FakeSender, Office, office
from tests.cases.zendesk_stand_in import SETTINGS as ZENDESK
from tests.cases.zendesk_stand_in import ZendeskStandIn

__all__ = ["office"]

SMTP = CaseSettings(smtp_host="127.0.0.1", email_from="assistant@example.org", email_to=("support@example.org",))
LOOKS_EVERY = 5.0  # seconds: the fake sender's first pause


def test_what_is_new_is_delivered_at_once_while_another_hangs(office: Office) -> None:
    email, zendesk = FakeSender(does=[HANGS] * 1000), FakeSender("zendesk")

    async def running() -> None:
        dispatcher = office.dispatcher(email, zendesk)
        office.put("opened")
        task = asyncio.create_task(dispatcher.run())
        while not email.carried:
            await asyncio.sleep(0)
        office.put("opened", "zendesk")
        dispatcher.wake()
        while not zendesk.carried:
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    run(asyncio.wait_for(running(), LOOKS_EVERY - 1))  # sooner than it would look by itself


def test_who_is_on_the_way_when_the_bot_ends_comes_back_and_is_noted(office: Office) -> None:
    may_arrive = asyncio.Event()

    class Slow(FakeSender):
        async def deliver(self, delivery: Delivery) -> str:
            self.carried.append(delivery)
            await may_arrive.wait()
            return "receipt"

    async def running() -> None:
        email = Slow()
        dispatcher = office.dispatcher(email)
        office.put("opened")
        office.put("amended")
        task = asyncio.create_task(dispatcher.run())
        while not email.carried:
            await asyncio.sleep(0)
        stopping = asyncio.create_task(dispatcher.stop(LOOKS_EVERY))
        await asyncio.sleep(0)
        may_arrive.set()
        await stopping
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert email.what == ["opened"]  # nothing more was handed out

    run(asyncio.wait_for(running(), LOOKS_EVERY - 1))
    assert [one.state for one in office.states()] == [DeliveryState.DELIVERED, DeliveryState.WAITING]


class Unwritable(SqlOutbox):
    """Its deliveries cannot be noted for a while, as where the disk is full."""

    times = 1

    async def delivered(self, delivery: Delivery, at: datetime, receipt: str) -> None:
        if self.times:
            self.times -= 1
            raise Unavailable
        await super().delivered(delivery, at, receipt)


def test_what_was_delivered_is_not_sent_again_because_it_could_not_be_noted(office: Office) -> None:
    email = FakeSender()
    dispatcher = office.dispatcher(email, outbox=Unwritable(office.database))
    office.put("opened")
    with pytest.raises(Unavailable):
        run(dispatcher.run_once())
    run(dispatcher.run_once())
    assert (email.what, office.states()[0].receipt) == (["opened"], "receipt of opened")


def test_a_store_that_fails_ends_nothing(office: Office) -> None:
    outbox, email = Unwritable(office.database), FakeSender()

    async def running() -> None:
        dispatcher = office.dispatcher(email, outbox=outbox)
        office.put("opened")
        task = asyncio.create_task(dispatcher.run())
        while office.states()[0].state is DeliveryState.WAITING:
            dispatcher.wake()
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    run(asyncio.wait_for(running(), LOOKS_EVERY - 1))
    assert email.what == ["opened"]


# One that hangs, one that is broken


def test_one_that_hangs_is_tried_again_and_holds_up_no_other(office: Office) -> None:
    email, zendesk = FakeSender(does=[HANGS]), FakeSender("zendesk")
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
    office.go(FakeSender(does=[ValueError(WORDS)]))
    assert office.states()[0].error == "a fault: ValueError"
    assert "office.py" in caplog.text  # where it was
    assert WORDS not in caplog.text


# A crash between the delivery and its note


def crash(office: Office, sender: DeliverySender) -> None:
    """The dispatcher's process dies there, once, and another one takes over."""

    async def both() -> None:
        with pytest.raises(Unavailable):
            await office.dispatcher(sender, outbox=Unwritable(office.database)).run_once()
        await office.dispatcher(sender).run_once()
        await office.dispatcher(sender).run_once()

    run(both())
    assert office.states()[0].state is DeliveryState.DELIVERED


def test_after_a_crash_it_is_sent_once_more_as_the_same_message(office: Office) -> None:
    email = FakeSender()
    office.put("opened")
    crash(office, email)
    first, again = (compose(delivery, SMTP) for delivery in email.carried)
    assert first["Message-ID"] == again["Message-ID"]
    assert first.as_bytes().split(b"boundary")[0] == again.as_bytes().split(b"boundary")[0]


def test_after_a_crash_there_is_still_one_ticket(office: Office) -> None:
    zendesk = ZendeskStandIn()
    office.put("opened", "zendesk")
    crash(office, ZendeskSender(ZENDESK, zendesk))
    assert len(zendesk.tickets) == 1
    assert office.states()[0].receipt == str(*zendesk.tickets)
