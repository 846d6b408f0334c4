"""The desk's lists: nothing that somebody has to do is missing from them; and patience with who is passed on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.conversations.assignment import WrongHolder
from bot.conversations.decision import Decision
from bot.conversations.holder import Holder
from bot.storage.cases.changes import ignore_change
from bot.storage.cases.closing import close_unassigned_cases
from bot.storage.conversations.inbox import SqlInbox
from bot.storage.conversations.lists import Selection, counts, is_closed, is_open, is_waiting, list_conversations
from bot.storage.conversations.operations import SqlOperations
from bot.storage.database import Database
from bot.storage.tables.cases import cases
from bot.storage.tables.conversations import conversations
from tests.bot.building import run
from tests.storage.people import NOW, add_agent, hands_over, later

C = "web-1"
PATIENCE = timedelta(minutes=15)


SELECTIONS = {
    "waiting": Selection(is_waiting, first_come=True),
    "open": Selection(is_open, with_cases="open"),
    "closed": Selection(is_closed, with_cases="closed"),
}


def shown(database: Database, show: str) -> list[str]:
    with database.engine.connect() as sql:
        return [one.conversation for one in list_conversations(sql, SELECTIONS[show], 1)]


async def cries(inbox: SqlInbox) -> None:
    await inbox.accept(C, "cry", NOW, None, lambda _: Decision("chest pain", settled=True, emergency="medical"))


def test_an_emergency_is_among_those_waiting_after_the_conversation_ended(inbox: SqlInbox, database: Database) -> None:
    async def talk() -> None:
        await hands_over(inbox, C)
        await cries(inbox)
        await inbox.end(C, NOW, "You ended it.")

    run(talk())
    assert shown(database, "waiting") == [C]
    with database.engine.connect() as sql:
        assert counts(sql, 1)["urgent"] == 1


def test_a_case_to_be_answered_by_email_is_open_until_it_is_closed(inbox: SqlInbox, database: Database) -> None:
    async def talk() -> None:
        await hands_over(inbox, C)
        await inbox.end(C, NOW, "You ended it.")

    run(talk())
    assert (shown(database, "open"), shown(database, "closed")) == ([C], [])
    run(inbox.erase_older(later(days=31), later(days=31)))
    # Its messages are gone, it is not answered.
    assert (shown(database, "open"), shown(database, "closed")) == ([C], [])
    database.write_now(lambda sql: close_unassigned_cases(sql, C, "sam", "solved", NOW, ignore_change))
    assert (shown(database, "open"), shown(database, "closed")) == ([], [C])


def test_the_waiting_time_starts_again_after_passing_on(
    inbox: SqlInbox, database: Database, operations: SqlOperations
) -> None:
    sam = add_agent(database)

    async def talk() -> None:
        await hands_over(inbox, C)
        await operations.take(C, sam, NOW)
        await operations.pass_on(C, sam, "", later(minutes=20))
        add_agent(database, "ali@example.org", at=later(minutes=20))
        assert await operations.time_out_waiting(PATIENCE, later(minutes=21)) == []
        assert (await inbox.state(C, NOW)).holder is Holder.QUEUE

    run(talk())


def test_a_case_is_not_closed_while_somebody_talks_with_the_person(
    inbox: SqlInbox, database: Database, operations: SqlOperations
) -> None:
    sam = add_agent(database)

    async def talk() -> None:
        await hands_over(inbox, C)
        await operations.take(C, sam, NOW)

    run(talk())
    with pytest.raises(WrongHolder):
        database.write_now(lambda sql: close_unassigned_cases(sql, C, "ali", "solved", NOW, ignore_change))


def test_a_person_who_returns_with_a_case_number_can_be_taken(
    inbox: SqlInbox, database: Database, operations: SqlOperations
) -> None:
    sam = add_agent(database)

    async def talk() -> None:
        await hands_over(inbox, "web-2")
        database.write_now(lambda sql: sql.execute(update(cases).values(case_number="K7M-4PQ")))
        chaser = {"case_number": "K7M-4PQ", "login_email": "mavis@example.com", "words": ["still nothing"]}
        await hands_over(inbox, C, handed=None, chaser=chaser)
        database.write_now(
            lambda sql: sql.execute(update(cases).where(cases.c.conversation == C).values(closed_at=NOW))
        )
        database.write_now(
            lambda sql: sql.execute(update(conversations).where(conversations.c.id == C).values(holder="assistant"))
        )
        await operations.take(C, sam, NOW)
        assert (await inbox.state(C, NOW)).holder is Holder.AGENT

    run(talk())


def test_what_is_kept_of_a_case_has_no_summary(inbox: SqlInbox, database: Database) -> None:
    """It says for whom they asked, and where."""
    run(hands_over(inbox, C))
    run(inbox.erase_older(later(days=31), later(days=31)))
    with database.engine.connect() as sql:
        (data,) = sql.execute(select(cases.c.data)).scalars()
    assert "summary" not in data
