"""The inbox keeps every message once and in order, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from bot.conversations.decision import Decision, Situation
from bot.conversations.entry import Sender
from bot.conversations.inbox import AcceptedMessage
from bot.conversations.message import Reply
from bot.conversations.refusals import Gone, Unavailable
from bot.storage.banner import BANNER, PAUSE, set_banner
from bot.storage.conversations.inbox import SqlInbox
from bot.storage.database import Database
from bot.storage.migrations.migrate import migrate
from bot.storage.tables.assistant_records import assistant_records
from bot.storage.tables.audit import audit
from bot.storage.tables.cases import cases
from tests.bot.building import run
from tests.storage.saying import ASK, NOW, C, later, open_message, opened, said, situation


def test_what_is_said_is_read_in_order_with_its_senders(inbox: SqlInbox) -> None:
    async def talk() -> list[tuple[int, Sender, str, str]]:
        await opened(inbox)
        await said(inbox, "a", "no code")
        await inbox.answer(await open_message(inbox), later(1), [Reply("Check your spam folder."), ASK])
        return [(e.sequence, e.sender, e.name, e.text) for e in await inbox.entries(C)]

    assert run(talk()) == [
        (1, Sender.ASSISTANT, "Robin", "Hello."),
        (2, Sender.PERSON, "", "no code"),
        (3, Sender.ASSISTANT, "Robin", "Check your spam folder."),
        (4, Sender.ASSISTANT, "Robin", "Is that right?"),
    ]


def test_the_same_id_again_gives_the_same_sequence_and_changes_nothing(inbox: SqlInbox) -> None:
    async def twice() -> tuple[AcceptedMessage, AcceptedMessage, int]:
        await opened(inbox)
        first = await said(inbox, "a", "no code")
        again = await said(inbox, "a", "something else")
        return first, again, len(await inbox.entries(C))

    first, again, entries = run(twice())
    assert (again.sequence, again.again, entries) == (first.sequence, True, 2)


def test_many_at_once_get_sequences_without_a_gap(inbox: SqlInbox) -> None:
    async def many() -> tuple[list[int], list[int]]:
        await opened(inbox)
        taken = await asyncio.gather(*(said(inbox, f"m{n % 20}") for n in range(40)))
        return sorted({one.sequence for one in taken}), [e.sequence for e in await inbox.entries(C)]

    taken, stored = run(many())
    assert taken == list(range(2, 22))
    assert stored == list(range(1, 22))


def test_the_emergency_is_marked_where_help_is_named(inbox: SqlInbox) -> None:
    async def marked() -> list[bool]:
        await opened(inbox)
        replies = (Reply("Call 999."), Reply("When you are safe."))
        await said(inbox, "a", "chest pain", settled=True, replies=replies, emergency="medical")
        return [e.emergency for e in await inbox.entries(C)]

    assert run(marked()) == [False, False, True, False]


# Buttons


async def offered(inbox: SqlInbox) -> list[str]:
    await opened(inbox)
    await said(inbox, "a")
    await inbox.answer(await open_message(inbox), NOW, [ASK])
    return [button.token for button in (await inbox.entries(C))[-1].buttons]


def test_a_button_stands_for_its_payload(inbox: SqlInbox) -> None:
    async def pressed() -> Situation:
        return await situation(inbox, button=(await offered(inbox))[1])

    now = run(pressed())
    assert (now.title, now.payload) == ("No", "/deny")


def test_a_button_of_another_conversation_stands_for_nothing(inbox: SqlInbox) -> None:
    async def pressed() -> str | None:
        token = (await offered(inbox))[0]
        await opened(inbox, "web-2")
        seen: list[str | None] = []
        await inbox.accept(
            "web-2", "b", NOW, token, lambda now: (seen.append(now.payload), Decision("x", settled=True))[1]
        )
        return seen[0]

    assert run(pressed()) is None


def test_a_button_no_longer_holds_when_the_person_has_said_something(inbox: SqlInbox) -> None:
    async def pressed() -> str | None:
        token = (await offered(inbox))[0]
        await said(inbox, "b", "wait", settled=True)
        return (await situation(inbox, button=token)).payload

    assert run(pressed()) is None


# What a decision is shown


def test_messages_of_the_last_minute_are_counted(inbox: SqlInbox) -> None:
    async def counted() -> tuple[int, float, int]:
        await opened(inbox)
        for second in (0, 10, 20):
            await said(inbox, f"m{second}", at=later(second))
        now = await situation(inbox, later(30))
        return now.in_last_minute, now.oldest_in_minute, (await situation(inbox, later(75))).in_last_minute

    assert run(counted()) == (3, 30.0, 1)


def test_a_banner_is_told_once_to_a_conversation_that_had_begun(inbox: SqlInbox, database: Database) -> None:
    async def told() -> list[str | None]:
        await opened(inbox)
        await database.write(lambda sql: set_banner(sql, BANNER, "No emails today.", "ann", NOW))
        banners = [(await situation(inbox)).banner]
        await said(inbox, "a")  # an answer that left it out
        banners.append((await situation(inbox)).banner)
        await said(inbox, "b", system=("No emails today.",))
        return [*banners, (await situation(inbox)).banner]

    assert run(told()) == ["No emails today.", "No emails today.", None]


def test_pausing_and_resuming_is_seen_and_audited(inbox: SqlInbox, database: Database) -> None:
    async def seen() -> tuple[bool, bool, list[str]]:
        await opened(inbox)
        await database.write(lambda sql: set_banner(sql, PAUSE, "pause", "ann", NOW))
        paused = (await situation(inbox)).paused
        await database.write(lambda sql: set_banner(sql, PAUSE, "", "ann", NOW))
        rows = await database.read(lambda sql: sql.execute(select(audit.c.who, audit.c.what)).all())
        return paused, (await situation(inbox)).paused, [" ".join(row) for row in rows]

    assert run(seen()) == (True, False, ["ann pause set", "ann pause removed"])


# Cases, ends and erasure


def test_a_case_is_kept_once_in_the_transaction_of_its_reply(inbox: SqlInbox, database: Database) -> None:
    case = {"case_number": "K7M-4PQ", "topic": "gp_connection"}

    async def kept() -> tuple[list[str], list[str]]:
        await opened(inbox)
        for number in ("a", "b"):
            await said(inbox, number)
            data = {"handover": case, "amendment": {"case_number": "K7M-4PQ"}}
            await inbox.answer(await open_message(inbox), NOW, [Reply("Passed on.", data=data)])
        numbers = await database.read(lambda sql: list(sql.execute(select(cases.c.case_number)).scalars()))
        notes = await database.read(lambda sql: list(sql.execute(select(assistant_records.c.kind)).scalars()))
        return numbers, notes

    assert run(kept()) == (["K7M-4PQ"], ["amendment", "amendment"])


def test_an_ended_conversation_says_so_once(inbox: SqlInbox) -> None:
    async def ended() -> tuple[bool, bool, bool, str]:
        await opened(inbox)
        both = [await inbox.end(C, NOW, "You have ended it.") for _ in range(2)]
        return both[0], both[1], (await inbox.state(C, NOW)).ended, (await inbox.entries(C))[-1].text

    assert run(ended()) == (True, False, True, "You have ended it.")


READS: dict[str, Callable[[SqlInbox], Any]] = {
    "entries": lambda inbox: inbox.entries(C),
    "state": lambda inbox: inbox.state(C, NOW),
    "accept": lambda inbox: said(inbox, "z"),
    "end": lambda inbox: inbox.end(C, NOW, ""),
}


@pytest.mark.parametrize("name", READS)
def test_nothing_of_an_erased_conversation_is_there(inbox: SqlInbox, name: str) -> None:
    async def erased() -> None:
        await offered(inbox)
        assert await inbox.erase(C, NOW)
        assert await inbox.pending_erasures() == [C]
        await inbox.finish_erasure(C)
        assert await inbox.pending_erasures() == []
        await READS[name](inbox)

    with pytest.raises(Gone):
        run(erased())


def test_what_was_kept_long_enough_goes_and_the_rest_stays(inbox: SqlInbox, database: Database) -> None:
    async def kept() -> tuple[int, list[str], int]:
        await opened(inbox)
        await inbox.open("web-2", "web", later(3600), [Reply("Hello.")])
        gone = await inbox.erase_older(later(1800), later(7200))
        return gone, await inbox.pending_erasures(), len(await inbox.entries("web-2"))

    assert run(kept()) == (1, [C], 1)


def test_a_conversation_of_many_messages_is_read_in_parts(inbox: SqlInbox, database: Database) -> None:
    async def parts() -> list[int]:
        await opened(inbox)
        for number in range(1100):
            await said(inbox, f"m{number}", at=later(number * 60), settled=True)
        first = await inbox.entries(C)
        return [len(first), len(await inbox.entries(C, first[-1].sequence))]

    assert run(parts()) == [1000, 101]


# The store itself


def test_the_audit_cannot_be_changed_or_emptied(database: Database) -> None:
    row = {"at": NOW, "who": "ann", "what": "looked"}
    database.write_now(lambda sql: sql.execute(insert(audit).values(row)))
    for change in ("UPDATE audit SET who = 'bob'", "DELETE FROM audit"):
        with pytest.raises(Unavailable):
            database.write_now(lambda sql, change=change: sql.execute(text(change)))  # type: ignore[misc]


def test_bringing_the_store_up_to_date_again_changes_nothing(database: Database, inbox: SqlInbox) -> None:
    run(opened(inbox))
    migrate(database)
    assert len(run(inbox.entries(C))) == 1
