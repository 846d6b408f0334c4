"""The outbox keeps what has to reach another system, in order, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.conversations.outbox import Delivery, DeliveryState, DeliveryStatus
from bot.storage.conversations.erasing import erase_everywhere
from bot.storage.database import Database
from bot.storage.outbox.deliveries import add_delivery
from bot.storage.outbox.outbox import SqlOutbox
from bot.storage.outbox.status import delivery_statuses, retry_failed
from bot.storage.tables.outbox import outbox
from tests.bot.building import run

NOW = datetime(2026, 6, 2, 13, 0, tzinfo=UTC)
C = "web-1"
CASE = "K7M-4PQ"
BOTH = ["email", "zendesk"]


@pytest.fixture
def waiting(database: Database) -> SqlOutbox:
    return SqlOutbox(database)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def putting(database: Database, what: str, kind: str = "email", conversation: str = C, case: str = CASE) -> None:
    database.write_now(lambda sql: add_delivery(sql, kind, conversation, {"what": what}, NOW, case))


def due(waiting: SqlOutbox, at: datetime = NOW, kinds: list[str] = BOTH) -> Delivery | None:
    return run(waiting.next_due(at, kinds))


def next_delivery(waiting: SqlOutbox, at: datetime = NOW) -> Delivery:
    delivery = due(waiting, at)
    assert delivery is not None
    return delivery


def deliver(waiting: SqlOutbox, receipt: str = "35000") -> Delivery:
    delivery = next_delivery(waiting)
    run(waiting.delivered(delivery, NOW, receipt))
    return delivery


def states(database: Database) -> list[DeliveryStatus]:
    return database.write_now(lambda sql: delivery_statuses(sql, C))


def test_what_was_put_is_due_at_once_as_it_was(waiting: SqlOutbox, database: Database) -> None:
    database.write_now(lambda sql: add_delivery(sql, "email", C, {"case": {"words": ["zażółć", None, 3]}}, NOW, CASE))
    delivery = next_delivery(waiting)
    body = {"case": {"words": ["zażółć", None, 3]}}
    assert delivery == Delivery(delivery.id, "email", C, CASE, body, attempts=0, created_at=NOW)


def test_nothing_is_due_in_an_empty_outbox_or_before_its_time(waiting: SqlOutbox, database: Database) -> None:
    assert due(waiting) is None
    putting(database, "opened")
    assert due(waiting, later(-1)) is None


def test_what_was_not_put_for_good_is_not_there(waiting: SqlOutbox, database: Database) -> None:
    def half_way(sql: Any) -> None:
        add_delivery(sql, "email", C, {}, NOW)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.write_now(half_way)
    assert due(waiting) is None


def test_only_the_asked_kinds_are_due(waiting: SqlOutbox, database: Database) -> None:
    putting(database, "opened")
    assert due(waiting, kinds=["zendesk"]) is None
    assert due(waiting, kinds=[]) is None


def test_deliveries_of_one_conversation_and_kind_keep_their_order(waiting: SqlOutbox, database: Database) -> None:
    for what in ("opened", "amended", "closed"):
        putting(database, what)
    run(waiting.try_again(next_delivery(waiting), NOW, later(60), "it took too long"))
    assert due(waiting, later(59)) is None
    told = []
    for _ in range(3):
        delivery = next_delivery(waiting, later(60))
        told.append(delivery.body["what"])
        run(waiting.delivered(delivery, later(60), ""))
    assert told == ["opened", "amended", "closed"]


@pytest.mark.parametrize("other", [{"kind": "zendesk"}, {"conversation": "web-2"}])
def test_other_kinds_and_conversations_do_not_wait(
    waiting: SqlOutbox, database: Database, other: dict[str, str]
) -> None:
    putting(database, "first")
    putting(database, "other", **other)
    run(waiting.try_again(next_delivery(waiting), NOW, later(60), ""))
    assert next_delivery(waiting).body["what"] == "other"


def test_what_was_given_up_holds_up_nothing(waiting: SqlOutbox, database: Database) -> None:
    putting(database, "opened")
    putting(database, "amended")
    run(waiting.give_up(next_delivery(waiting), NOW, "no"))
    assert next_delivery(waiting).body["what"] == "amended"


def test_a_later_delivery_has_the_first_receipt_of_its_case(waiting: SqlOutbox, database: Database) -> None:
    putting(database, "opened")
    deliver(waiting, "35000")
    putting(database, "amended")
    assert deliver(waiting, "35001").first_receipt == "35000"
    putting(database, "closed")
    assert next_delivery(waiting).first_receipt == "35000"


@pytest.mark.parametrize("other", [{"kind": "zendesk"}, {"conversation": "web-2"}, {"case": "ABC-DEF"}])
def test_it_knows_no_receipt_of_another(waiting: SqlOutbox, database: Database, other: dict[str, str]) -> None:
    putting(database, "opened")
    deliver(waiting)
    putting(database, "amended", **other)
    assert next_delivery(waiting).first_receipt == ""


def test_people_see_how_far_it_has_come(waiting: SqlOutbox, database: Database) -> None:
    for kind in ("email", "zendesk", "sms"):
        putting(database, "opened", kind)
    deliver(waiting, "<1@example.org>")
    run(waiting.give_up(next_delivery(waiting), later(1), "Zendesk answered 401"))
    email, zendesk, sms = states(database)
    assert (email.state, email.done_at, email.attempts) == (DeliveryState.DELIVERED, NOW, 1)
    assert (zendesk.state, zendesk.done_at, zendesk.error) == (DeliveryState.FAILED, later(1), "Zendesk answered 401")
    assert (sms.state, sms.done_at, sms.due_at, sms.attempts) == (DeliveryState.WAITING, None, NOW, 0)


def test_tries_are_counted_and_a_long_cause_is_cut(waiting: SqlOutbox, database: Database) -> None:
    putting(database, "opened")
    for _ in range(3):
        run(waiting.try_again(next_delivery(waiting), NOW, NOW, "x" * 1000))
    assert (states(database)[0].attempts, states(database)[0].error) == (3, "x" * 300)


def test_what_is_delivered_keeps_no_content(waiting: SqlOutbox, database: Database) -> None:
    putting(database, "opened")
    deliver(waiting)
    assert database.write_now(lambda sql: sql.execute(select(outbox.c.body)).scalar()) == {}


def test_a_person_can_have_what_failed_tried_again(waiting: SqlOutbox, database: Database) -> None:
    putting(database, "opened")
    delivery = next_delivery(waiting)
    run(waiting.give_up(delivery, NOW, "no"))
    assert database.write_now(lambda sql: retry_failed(sql, C, delivery.id, later(5)))
    assert due(waiting, later(4)) is None
    again = next_delivery(waiting, later(5))
    assert (again.attempts, again.body, again.key) == (0, {"what": "opened"}, delivery.key)


def test_only_what_failed_can_be_tried_again(waiting: SqlOutbox, database: Database) -> None:
    putting(database, "opened")
    delivery = next_delivery(waiting)
    assert not database.write_now(lambda sql: retry_failed(sql, C, delivery.id, NOW))
    deliver(waiting)
    assert not database.write_now(lambda sql: retry_failed(sql, C, delivery.id, NOW))
    assert due(waiting) is None


ENDS: dict[str, Callable[[SqlOutbox, Delivery], Any]] = {
    "delivered": lambda waiting, delivery: waiting.delivered(delivery, NOW, "35000"),
    "tried again": lambda waiting, delivery: waiting.try_again(delivery, NOW, later(5), "no"),
    "given up": lambda waiting, delivery: waiting.give_up(delivery, NOW, "no"),
}


@pytest.mark.parametrize("end", ENDS)
def test_the_erased_stay_erased_and_touch_no_other(waiting: SqlOutbox, database: Database, end: str) -> None:
    putting(database, "opened")
    delivery = next_delivery(waiting)
    database.write_now(lambda sql: erase_everywhere(sql, C, NOW, "person"))
    putting(database, "other", conversation="web-2")  # SQLite gives it the same id
    run(ENDS[end](waiting, delivery))
    assert states(database) == []
    assert next_delivery(waiting).attempts == 0


@pytest.mark.parametrize("end", ENDS)
def test_what_is_done_stays_done(waiting: SqlOutbox, database: Database, end: str) -> None:
    putting(database, "opened")
    delivery = deliver(waiting, "35000")
    done = states(database)
    run(ENDS[end](waiting, delivery))
    assert states(database) == done
