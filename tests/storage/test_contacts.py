"""Where people of messaging channels are reached, on both stores."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.conversations.case_fields import CASE_FIELDS
from bot.conversations.decision import Decision
from bot.conversations.entry import Entry, Sender
from bot.conversations.message import Reply
from bot.storage.contacts.contacts import all_conversations
from bot.storage.contacts.opt_outs import OptOuts
from bot.storage.contacts.store import SqlContacts
from bot.storage.contacts.webhooks import REMEMBERED
from bot.storage.context import StoreContext
from bot.storage.conversations.erasing import erase_everywhere
from bot.storage.conversations.inbox import SqlInbox
from bot.storage.conversations.retention import erase_old_conversations
from bot.storage.database import Database
from bot.storage.outbox.deliveries import add_delivery
from bot.storage.outbox.enqueue import enqueue_messages
from bot.storage.outbox.outbox import SqlOutbox
from bot.storage.outbox.status import delivery_statuses
from bot.storage.tables.contacts import contact_history
from bot.storage.tables.conversations import conversations
from bot.storage.tables.received_webhooks import received_webhooks
from tests.bot.building import run
from tests.storage.contexts import context_of
from tests.storage.people import NOW, later

HELLO = [Reply("Hello.")]
PHONE = "+447700900555"


OPT_OUTS = OptOuts(b"a key")
ENQUEUE = enqueue_messages({"sms": lambda entry: [{"text": entry.text}]}, OPT_OUTS)


@pytest.fixture
def context(database: Database) -> StoreContext:
    """What it says is sent."""
    return context_of(database, enqueue=ENQUEUE)


@pytest.fixture
def known(context: StoreContext) -> SqlContacts:
    return SqlContacts(context, OPT_OUTS)


def bodies(database: Database, conversation: str) -> list[str]:
    return database.write_now(lambda sql: [one.state.value for one in delivery_statuses(sql, conversation)])


def test_of_many_who_open_at_once_one_wins_and_all_get_it(known: SqlContacts, database: Database) -> None:
    async def all_at_once() -> Sequence[str]:
        opening = (known.open(f"sms-{number}", "sms", PHONE, NOW, HELLO) for number in range(12))
        return await asyncio.gather(*opening)

    found = set(run(all_at_once()))
    assert len(found) == 1
    with database.engine.connect() as sql:
        assert set(sql.execute(select(conversations.c.id)).scalars()) == found
    assert run(known.look_up("sms", PHONE, "SM1")).conversation in found
    assert run(known.look_up("whatsapp", PHONE, "SM1")).conversation is None


def test_the_greeting_waits_to_be_sent_to_the_address(known: SqlContacts, database: Database) -> None:
    run(known.open("sms-1", "sms", PHONE, NOW, HELLO))
    delivery = run(SqlOutbox(database).next_due(later(seconds=1), ["sms"]))
    assert delivery is not None
    assert dict(delivery.body) == {"to": PHONE, "text": "Hello."}


def test_a_delivery_in_flight_is_not_due_and_delays_the_next(known: SqlContacts, database: Database) -> None:
    run(known.open("sms-1", "sms", PHONE, NOW, [Reply("One."), Reply("Two.")]))
    run(known.open("sms-2", "sms", PHONE + "1", NOW, HELLO))
    outbox, at = SqlOutbox(database), later(seconds=1)
    first = run(outbox.next_due(at, ["sms"]))
    assert first is not None
    second = run(outbox.next_due(at, ["sms"], [first.id]))
    assert second is not None
    assert (first.conversation, second.conversation) == ("sms-1", "sms-2")
    assert run(outbox.next_due(at, ["sms"], [first.id, second.id])) is None


def test_what_failed_is_tried_at_once_when_more_is_said_and_an_emergency_goes_before_all(
    known: SqlContacts, database: Database
) -> None:
    for name in ("sms-1", "sms-2"):
        run(known.open(name, "sms", PHONE + name[-1], NOW, HELLO))
    outbox, at = SqlOutbox(database), later(minutes=40)
    first = run(outbox.next_due(NOW, ["sms"]))
    assert first is not None
    run(outbox.try_again(first, NOW, later(hours=1), "it is away"))
    urgent = Entry(2, "n2", Sender.ASSISTANT, "Robin", "Call 999.", at, emergency=True)
    database.write_now(lambda sql: ENQUEUE(sql, "sms-1", [urgent]))
    sent = []
    while delivery := run(outbox.next_due(at, ["sms"])):
        sent.append((delivery.conversation, delivery.body["text"]))
        run(outbox.delivered(delivery, at, "SM1"))
    assert sent == [("sms-1", "Hello."), ("sms-1", "Call 999."), ("sms-2", "Hello.")]


def test_what_an_emergency_waits_for_is_tried_every_minute(
    known: SqlContacts, inbox: SqlInbox, database: Database
) -> None:
    for name in ("sms-1", "sms-2"):
        run(known.open(name, "sms", PHONE + name[-1], NOW, HELLO))
    outbox = SqlOutbox(database)
    urgent = Decision("chest pain", replies=(Reply("Call 999."),), settled=True, emergency="medical")
    run(inbox.accept("sms-1", "n1", NOW, None, lambda now: urgent))
    for _ in range(2):
        delivery = run(outbox.next_due(NOW, ["sms"]))
        assert delivery is not None
        run(outbox.try_again(delivery, NOW, later(hours=1), "it is away"))
    assert run(outbox.next_due(later(seconds=59), ["sms"])) is None
    again = run(outbox.next_due(later(seconds=60), ["sms"]))
    assert again is not None
    assert again.conversation == "sms-1"


def test_all_conversations_of_an_address_are_found_until_nothing_of_them_is_kept(
    known: SqlContacts, database: Database
) -> None:
    def found(channel: str = "sms", address: str = PHONE) -> list[str]:
        return database.write_now(lambda sql: all_conversations(sql, OPT_OUTS, channel, address))

    run(known.open("sms-1", "sms", PHONE, NOW, HELLO))
    ended = update(conversations).values(ended_at=NOW)
    database.write_now(lambda sql: sql.execute(ended))
    run(known.open("sms-2", "sms", PHONE, NOW, HELLO))
    run(known.open("sms-3", "sms", PHONE + "1", NOW, HELLO))
    assert found() == ["sms-1", "sms-2"]
    assert found("whatsapp") == []
    assert database.write_now(lambda sql: erase_everywhere(sql, "sms-1", NOW, "ann"))
    assert found() == ["sms-2"]
    database.write_now(lambda sql: erase_old_conversations(sql, later(days=1), later(days=1), CASE_FIELDS))
    assert found() == []
    with database.engine.connect() as sql:
        assert sql.execute(select(contact_history)).all() == []


def test_what_came_in_is_known_for_some_days(known: SqlContacts, database: Database) -> None:
    run(known.mark_processed("sms", "SM1", NOW))
    run(known.mark_processed("sms", "SM1", NOW))
    assert run(known.look_up("sms", PHONE, "SM1")).already_processed
    assert not run(known.look_up("whatsapp", PHONE, "SM1")).already_processed
    run(known.mark_processed("sms", "SM2", NOW + REMEMBERED + timedelta(seconds=1)))
    with database.engine.connect() as sql:
        assert len(sql.execute(select(received_webhooks)).all()) == 1


def test_a_notice_is_said_once_for_its_id(known: SqlContacts, database: Database) -> None:
    run(known.open("sms-1", "sms", PHONE, NOW, HELLO))
    for _ in range(2):
        run(known.send_system_message("sms-1", "SM1:refused", NOW, Reply("Too long.")))
    assert len(bodies(database, "sms-1")) == 2


def test_after_stop_nothing_is_sent_and_what_waits_goes(known: SqlContacts, database: Database) -> None:
    run(known.open("sms-1", "sms", PHONE, NOW, HELLO))
    run(known.opt_out("sms", PHONE, NOW))
    run(known.opt_out("sms", PHONE, NOW))
    run(known.send_system_message("sms-1", "n2", NOW, Reply("More.")))
    assert bodies(database, "sms-1") == []
    assert run(known.look_up("sms", PHONE, "SM1")).opted_out
    run(known.opt_in("sms", PHONE))
    run(known.send_system_message("sms-1", "n3", NOW, Reply("Again.")))
    assert bodies(database, "sms-1") == ["waiting"]


def test_a_returned_message_counts_as_failed(database: Database) -> None:
    outbox = SqlOutbox(database)
    database.write_now(lambda sql: add_delivery(sql, "sms", "sms-1", {"to": PHONE, "text": "x"}, NOW, sequence=2))
    delivery = run(outbox.next_due(NOW, ["sms"]))
    assert delivery is not None
    run(outbox.delivered(delivery, NOW, "SM7"))
    run(outbox.mark_returned("whatsapp", "SM7", NOW, "Twilio: failed (error 30008)"))
    assert bodies(database, "sms-1") == ["delivered"]
    run(outbox.mark_returned("sms", "SM7", NOW, "Twilio: failed (error 30008)"))
    assert bodies(database, "sms-1") == ["failed"]


def test_a_message_returned_before_its_receipt_is_stored_counts_as_failed(database: Database) -> None:
    outbox = SqlOutbox(database)
    database.write_now(lambda sql: add_delivery(sql, "sms", "sms-1", {"to": PHONE, "text": "x"}, NOW, sequence=2))
    delivery = run(outbox.next_due(NOW, ["sms"]))
    assert delivery is not None
    run(outbox.mark_returned("sms", "SM7", NOW, "Twilio: failed (error 30008)"))
    run(outbox.delivered(delivery, NOW, "SM7"))
    assert bodies(database, "sms-1") == ["failed"]
