"""Erasing: at once and everywhere on request, in time without it; a case stays longer, but without the words."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, MetaData, String, Table, Text, insert, select

from bot.storage.conversations.erasing import NEVER_ERASED, erase_everywhere, tables_with_conversation
from bot.storage.conversations.inbox import SqlInbox
from bot.storage.conversations.labels import set_labels
from bot.storage.conversations.private_notes import add_private_note
from bot.storage.conversations.retention import KEPT_ALWAYS, KEPT_WITH_CASE
from bot.storage.database import Database
from bot.storage.tables.all_tables import metadata
from bot.storage.tables.cases import cases
from bot.storage.tables.outbox import outbox
from tests.bot.building import run
from tests.storage.people import NOW, add_agent, audit_entries, case, hands_over, later

C = "web-1"
WORDS = "the words of Mavis"


async def filled(inbox: SqlInbox, database: Database, conversation: str = C) -> None:
    """A conversation with everything that can belong to one."""
    sam = add_agent(database, f"{conversation}@example.org")
    handed = case(f"K7M-{conversation[-1]}PQ", words=[WORDS])
    await hands_over(inbox, conversation, handed=handed, feedback={"rating": "good", "words": WORDS})

    def write(sql: Connection) -> None:
        add_private_note(sql, conversation, sam.id, sam.login, WORDS, NOW)
        set_labels(sql, conversation, sam.login, [WORDS], NOW)
        row = {"kind": "email", "conversation": conversation, "body": {"words": WORDS}}
        sql.execute(outbox.insert().values(**row, created_at=NOW, due_at=NOW))

    database.write_now(write)


def holding(database: Database, words: str = WORDS) -> set[str]:
    """Tables that hold the words anywhere."""
    with database.engine.connect() as sql:
        return {table.name for table in metadata.sorted_tables if words in str(sql.execute(select(table)).all())}


def number_of(database: Database) -> list[str]:
    with database.engine.connect() as sql:
        return list(sql.execute(select(cases.c.case_number)).scalars())


def test_everything_of_a_person_goes_at_once(inbox: SqlInbox, database: Database) -> None:
    run(filled(inbox, database))
    assert holding(database) == {"cases", "assistant_records", "private_notes", "labels", "outbox"}
    assert run(inbox.erase(C, NOW))
    assert holding(database) == set()
    assert number_of(database) == []
    assert run(inbox.pending_erasures()) == [C]
    assert audit_entries(database, C)[-1] == "erased"


def test_nothing_of_another_person_goes(inbox: SqlInbox, database: Database) -> None:
    async def both() -> None:
        await filled(inbox, database)
        await filled(inbox, database, "web-2")
        await inbox.erase(C, NOW)

    run(both())
    assert holding(database) == {"cases", "assistant_records", "private_notes", "labels", "outbox"}


def test_erasing_what_nobody_knows_changes_nothing(inbox: SqlInbox) -> None:
    assert not run(inbox.erase("web-9", NOW))
    assert run(inbox.pending_erasures()) == []


def test_in_time_the_transcript_goes_and_the_case_stays_without_the_words(inbox: SqlInbox, database: Database) -> None:
    async def kept() -> int:
        await filled(inbox, database)
        return await inbox.erase_older(later(days=1), later(days=1))

    assert run(kept()) == 1
    assert holding(database) == {"private_notes", "labels"}
    with database.engine.connect() as sql:
        (data,) = sql.execute(select(cases.c.data)).scalars()
    assert data["reference"] == "CID7029"


@pytest.mark.parametrize(("days", "left"), [(364, 1), (366, 0)])
def test_a_case_goes_in_its_own_time(inbox: SqlInbox, database: Database, days: int, left: int) -> None:
    async def kept() -> None:
        await filled(inbox, database)
        now = later(days=days)
        await inbox.erase_older(now - timedelta(days=30), now)
        await inbox.erase_old_cases(now - timedelta(days=365), now)

    run(kept())
    assert len(number_of(database)) == left
    assert (holding(database) == set()) is (left == 0)


def test_the_files_of_sqlite_hold_nothing_that_was_erased(inbox: SqlInbox, database: Database) -> None:
    """PostgreSQL's own upkeep rewrites its files."""

    async def erased() -> None:
        await filled(inbox, database)
        await inbox.erase(C, NOW)
        assert await database.purge_deleted_data()

    run(erased())
    folder = Path(str(database.engine.url.database)).parent if database.is_sqlite else Path("/nowhere")
    held = b"".join(file.read_bytes() for file in folder.glob("conversations.db*"))
    assert WORDS.encode() not in held
    assert b"mavis@example.com" not in held


def test_a_new_table_with_a_conversation_in_it_is_erased_without_being_named(
    inbox: SqlInbox, database: Database
) -> None:
    with_invented = MetaData()
    for table in metadata.sorted_tables:
        table.to_metadata(with_invented)
    invented = Table("invented", with_invented, Column("conversation", String(80)), Column("words", Text))

    def fill_and_erase(sql: Connection) -> list[str]:
        invented.create(sql)
        sql.execute(insert(invented), [{"conversation": name, "words": WORDS} for name in (C, "web-2")])
        erase_everywhere(sql, C, NOW, "ann", with_invented)
        return list(sql.execute(select(invented.c.conversation)).scalars())

    run(filled(inbox, database))
    assert database.write_now(fill_and_erase) == ["web-2"]
    assert holding(database) == set()


def test_every_table_that_is_never_erased_exists_and_has_a_conversation() -> None:
    for name in NEVER_ERASED:
        assert "conversation" in metadata.tables[name].c


def test_every_table_that_outlives_an_old_conversation_would_be_erased_on_request() -> None:
    names = {table.name for table in tables_with_conversation()}
    assert {*KEPT_ALWAYS, *KEPT_WITH_CASE} <= names
