"""Who waits in a messaging channel hears of a new place, but not more often than every five minutes."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert, select

from bot.storage.conversations.inbox import SqlInbox
from bot.storage.conversations.operations import SqlOperations
from bot.storage.database import Database
from bot.storage.tables.contacts import contacts
from bot.storage.tables.conversations import conversations
from bot.storage.tables.messages import messages
from tests.bot.building import run
from tests.storage.people import add_agent, hands_over, later

EVERY = timedelta(minutes=5)


def notices(database: Database, conversation: str) -> list[str]:
    query = select(messages.c.text).where(messages.c.conversation == conversation, messages.c.sender == "system")
    with database.engine.connect() as sql:
        return list(sql.execute(query.order_by(messages.c.sequence)).scalars())


def waiting(database: Database, inbox: SqlInbox, *names: str) -> None:
    for number, name in enumerate(names):
        run(hands_over(inbox, name, later(seconds=number)))


def test_a_new_place_is_told_after_five_minutes_and_only_in_messaging_channels(
    inbox: SqlInbox, database: Database, operations: SqlOperations
) -> None:
    sam = add_agent(database, at=later(minutes=9))
    waiting(database, inbox, "web-1", "telegram-2", "web-3", "sms-4")
    run(operations.take("web-1", sam, later(minutes=1)))
    assert run(operations.publish_places(EVERY, later(minutes=2))) == []
    assert run(operations.publish_places(EVERY, later(minutes=6))) == ["telegram-2", "sms-4"]
    assert notices(database, "telegram-2")[-1].startswith("You are next.")
    assert notices(database, "sms-4")[-1].startswith("There are now 2 people ahead of you.")
    assert len(notices(database, "web-3")) == 1


def test_who_has_not_moved_hears_nothing(inbox: SqlInbox, database: Database, operations: SqlOperations) -> None:
    add_agent(database, at=later(minutes=9))
    waiting(database, inbox, "telegram-1", "telegram-2")
    assert run(operations.publish_places(EVERY, later(minutes=8))) == []


def test_the_next_news_waits_for_five_minutes_more(
    inbox: SqlInbox, database: Database, operations: SqlOperations
) -> None:
    sam = add_agent(database, at=later(minutes=30))
    waiting(database, inbox, "web-1", "web-2", "telegram-3")
    run(operations.take("web-1", sam, later(minutes=1)))
    assert run(operations.publish_places(EVERY, later(minutes=6))) == ["telegram-3"]
    run(operations.take("web-2", sam, later(minutes=7)))
    assert run(operations.publish_places(EVERY, later(minutes=8))) == []
    assert run(operations.publish_places(EVERY, later(minutes=11, seconds=1))) == ["telegram-3"]


def test_an_address_goes_with_its_conversation(inbox: SqlInbox, database: Database) -> None:
    run(inbox.open("telegram-1", "telegram", later(), []))
    row = {"conversation": "telegram-1", "channel": "telegram", "address": "700900"}
    database.write_now(lambda sql: sql.execute(insert(contacts).values(row)))
    database.write_now(lambda sql: sql.execute(conversations.delete()))
    with database.engine.connect() as sql:
        assert sql.execute(select(contacts)).all() == []
