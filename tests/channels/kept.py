"""What the bot's store holds, read from outside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from bot.storage.database import Database, address_of
from bot.storage.tables.contacts import contacts
from bot.storage.tables.conversations import conversations
from bot.storage.tables.messages import messages
from bot.storage.tables.outbox import outbox
from tests.channels.serving import Reached
from tests.channels.talking import Person

T = TypeVar("T")


def in_store(reached: Reached, do: Callable[[Connection], T]) -> T:
    database = Database(address_of(reached.bot.settings.data_dir))
    try:
        with database.engine.begin() as sql:
            return do(sql)
    finally:
        database.close()


def conversation_of(reached: Reached, person: Person) -> str:
    """The one that goes on."""
    query = select(contacts.c.conversation).where(
        contacts.c.channel == person.channel, contacts.c.address == person.address
    )
    return str(in_store(reached, lambda sql: sql.execute(query).scalar()))


def all_conversations(reached: Reached) -> list[str]:
    return in_store(reached, lambda sql: list(sql.execute(select(conversations.c.id)).scalars()))


def responses_for(reached: Reached, conversation: str, sender: str) -> list[str]:
    query = select(messages.c.text).where(messages.c.conversation == conversation, messages.c.sender == sender)
    return in_store(reached, lambda sql: list(sql.execute(query.order_by(messages.c.sequence)).scalars()))


def deliveries(reached: Reached, kind: str) -> list[Any]:
    query = select(outbox).where(outbox.c.kind == kind).order_by(outbox.c.id)
    return in_store(reached, lambda sql: list(sql.execute(query).all()))
