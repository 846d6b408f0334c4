"""A store of revision 0005 becomes one of today, and every value is there again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.conversations.refusals import Unavailable
from bot.storage.database import Database
from bot.storage.migrations.migrate import migrate
from bot.storage.tables.all_tables import metadata
from bot.storage.tables.audit import audit
from bot.storage.tables.cases import cases
from bot.storage.tables.messages import messages
from tests.storage.old_rows import ADDED, EARLY, EMOJI, ROWS, Row, new, old

OURS = "alembic_version"


@pytest.fixture
def before(store_address: str) -> Iterator[Database]:
    """At revision 0005, with rows in every table."""
    database = Database(store_address)
    migrate(database, "0005")
    database.write_now(_fill)
    yield database
    database.close()


@pytest.fixture
def after(before: Database) -> Database:
    migrate(before)
    return before


def _fill(sql: sa.Connection) -> None:
    for (name, _), rows in ROWS.items():
        table = sa.table(name, *(sa.column(column) for column in old(rows[0])))
        sql.execute(sa.insert(table), [old(row) for row in rows])
        if sql.dialect.name == "postgresql" and isinstance(old(rows[0]).get("id"), int):
            last = max(old(row)["id"] for row in rows)  # as if the table had given the ids itself
            sql.execute(sa.text(f"SELECT setval('{name}_id_seq', {last})"))


def stored(database: Database, table: sa.Table) -> list[Row]:
    with database.engine.connect() as sql:
        rows = sql.execute(sa.select(table).order_by(*table.primary_key.columns)).mappings()
        return [dict(row) for row in rows]


def test_the_rows_are_of_every_table_and_column_of_that_revision(before: Database) -> None:
    inspector = sa.inspect(before.engine)
    tables = set(inspector.get_table_names()) - {OURS}
    assert {name for name, _ in ROWS} == tables
    for (name, _), rows in ROWS.items():
        assert {column["name"] for column in inspector.get_columns(name)} == set(old(rows[0]))


@pytest.mark.parametrize("names", ROWS, ids=lambda names: names[1])
def test_every_value_is_there_again_and_has_its_type(after: Database, names: tuple[str, str]) -> None:
    expected = [{**new(row), **ADDED.get(names[1], {})} for row in ROWS[names]]
    assert sorted(stored(after, metadata.tables[names[1]]), key=str) == sorted(expected, key=str)


def test_the_schema_is_that_of_a_new_store(after: Database) -> None:
    with after.engine.connect() as sql:
        assert compare_metadata(MigrationContext.configure(sql), metadata) == []


def test_times_are_timestamps_and_json_is_json_in_postgresql(after: Database) -> None:
    kinds = "SELECT data_type FROM information_schema.columns WHERE table_name = :table AND column_name = :column"
    if after.is_sqlite:
        kinds = "SELECT lower(type) FROM pragma_table_info(:table) WHERE name = :column"
    with after.engine.connect() as sql:
        at = sql.execute(sa.text(kinds), {"table": "messages", "column": "sent_at"}).scalar()
        data = sql.execute(sa.text(kinds), {"table": "cases", "column": "data"}).scalar()
    assert (at, data) == (("datetime", "json") if after.is_sqlite else ("timestamp with time zone", "jsonb"))


def test_every_time_is_given_in_utc(after: Database) -> None:
    (first, _) = stored(after, messages)
    assert first["sent_at"] == EARLY.new
    assert first["sent_at"].tzinfo is UTC


def test_words_in_a_case_can_be_searched(after: Database) -> None:
    found = sa.select(cases.c.case_number).where(sa.cast(cases.c.data, sa.Text).contains("żółć 🙂"))
    with after.engine.connect() as sql:
        assert sql.execute(found).scalars().all() == ["K7M-4PQ"]
    assert EMOJI.startswith("żółć 🙂")


@pytest.mark.parametrize("change", ["UPDATE audit SET who = 'bob'", "DELETE FROM audit"])
def test_the_audit_still_refuses_changes(after: Database, change: str) -> None:
    with pytest.raises(Unavailable):
        after.write_now(lambda sql: sql.execute(sa.text(change)))


def test_ids_go_on_where_they_were(after: Database) -> None:
    row = {"at": EARLY.new, "who": "ann", "what": "read"}
    key = after.write_now(lambda sql: sql.execute(sa.insert(audit).values(row)).inserted_primary_key)
    assert key is not None
    assert key[0] > max(row["id"] for row in stored(after, audit)[:-1])


def test_messages_still_go_with_their_conversation(after: Database) -> None:
    conversations = metadata.tables["conversations"]
    after.write_now(lambda sql: sql.execute(sa.delete(conversations)))
    assert stored(after, messages) == []


def test_a_store_with_characters_that_postgresql_refuses_is_migrated_all_the_same(store_address: str) -> None:
    """Text took them; half a character can only be replaced."""
    database = Database(store_address)
    migrate(database, "0005")
    table = sa.table("cases", *map(sa.column, ("number", "told_number", "conversation", "opened_at", "data")))
    escaped = r'{"words": ["NUL \u0000, half \ud83d, whole \ud83d\ude42, typed \\u0000"]}'
    row = {"number": "A", "told_number": "A", "conversation": "web-1", "opened_at": EARLY.old, "data": escaped}
    database.write_now(lambda sql: sql.execute(sa.insert(table).values(row)))
    migrate(database)
    (case,) = stored(database, cases)
    database.close()
    assert case["data"] == {"words": ["NUL , half \ufffd, whole 🙂, typed \\u0000"]}
