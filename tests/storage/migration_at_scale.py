"""`make test-migration`: a store of 100,000 messages at revision 0005 is migrated on SQLite and on PostgreSQL.

Counts and sums of every column are compared before and after; the output has the seconds.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.storage.database import Database
from bot.storage.migrations.migrate import migrate
from tests.storage.postgres import cluster, programs

CONVERSATIONS, MESSAGES = 12_500, 8  # of each conversation
START = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = "I get no code, żółć, what now? 🙂 "
Rows = Iterator[dict[str, Any]]
names, types = (
    import_module(f"bot.storage.migrations.versions.{name}") for name in ("0006_plain_names", "0007_times_and_json")
)


def at(step: int) -> str:
    return (START + timedelta(milliseconds=step * 12_345)).isoformat(timespec="milliseconds")


def conversations() -> Rows:
    for number in range(CONVERSATIONS):
        usual = {"id": f"web-{number}", "channel": "web", "leaving": "", "last_sequence": MESSAGES}
        ended = at(number + 9) if number % 3 else None
        yield {**usual, "taken_up_to": MESSAGES, "opened_at": at(number), "last_at": at(number + 8), "ended_at": ended}


def messages() -> Rows:
    for number in range(CONVERSATIONS):
        for sequence in range(1, MESSAGES + 1):
            yield {
                "conversation": f"web-{number}",
                "sequence": sequence,
                "number": f"m-{number}-{sequence}",
                "sender": "person" if sequence % 2 else "assistant",
                "text": TEXT * (1 + (number + sequence) % 5),
                "sent_at": at(number + sequence),
                "open": number % 1000 == 0 and sequence == MESSAGES,
            }


def cases() -> Rows:
    for number in range(0, CONVERSATIONS, 5):
        case = {"case_number": f"N-{number}", "words": [TEXT, "second"], "topic": "gp_connection"}
        numbers = {"number": f"N-{number}", "told_number": f"N-{number}", "conversation": f"web-{number}"}
        yield {
            **numbers,
            "opened_at": at(number),
            "data": json.dumps(case),
            "closed_at": at(number) if number else None,
        }


def case_notes() -> Rows:
    for number in range(0, CONVERSATIONS, 2):
        data = json.dumps({"text": TEXT, "ranking": ["a", "b"]})
        yield {"conversation": f"web-{number}", "kind": "not_understood", "at": at(number), "data": data}


def handovers() -> Rows:
    for number in range(0, CONVERSATIONS, 5):
        yield {"conversation": f"web-{number}", "reason": "asked", "queued_at": at(number), "how": "closed"}


def outbox() -> Rows:
    for number in range(0, CONVERSATIONS, 5):
        body = json.dumps({"what": "opened", "transcript": [TEXT] * MESSAGES})
        usual = {"kind": "email", "conversation": f"web-{number}", "case_number": f"N-{number}", "body": body}
        yield {**usual, "made_at": at(number), "due_at": at(number + 1), "tries": number % 7}


def audit() -> Rows:
    for number in range(2 * CONVERSATIONS):
        yield {"at": at(number), "who": "ann", "what": "read", "conversation": f"web-{number}", "details": ""}


TABLES: tuple[Callable[[], Rows], ...] = (conversations, messages, cases, case_notes, handovers, outbox, audit)


def fill(sql: sa.Connection) -> None:
    for rows in TABLES:
        given = list(rows())
        table = sa.table(rows.__name__, *map(sa.column, given[0]))
        sql.execute(sa.insert(table), given)


Sums = dict[str, tuple[int, int]]  # by table and column: how many values there are, and their sum


def sums(database: Database, renamed: bool) -> Sums:
    """Under today's names."""
    found: Sums = {}
    new_table = dict(names.TABLES)
    new_column = {(new_table.get(table, table), old): new for table, old, new in names.COLUMNS}
    for rows in TABLES:
        old_name = rows.__name__
        name = new_table.get(old_name, old_name)
        with database.engine.connect() as sql:
            read = sql.execute(sa.text(f"SELECT * FROM {name if renamed else old_name}"))  # noqa: S608 - our own names
            for row in read.mappings():
                _count(found, name, row, new_column)
    return found


def _count(found: Sums, table: str, row: Mapping[str, Any], new_column: Mapping[tuple[str, str], str]) -> None:
    for column, value in row.items():
        if value is not None:
            name = new_column.get((table, column), column)
            count, total = found.get(f"{table}.{name}", (0, 0))
            found[f"{table}.{name}"] = (count + 1, total + _number(table, name, value))


def _number(table: str, column: str, value: Any) -> int:
    """Of a time the milliseconds, of JSON the length in one form, of a text the length."""
    if column in types.TIMES.get(table, ()):
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        return round((moment.replace(tzinfo=moment.tzinfo or UTC) - START) / timedelta(milliseconds=1))
    if types.JSON.get(table) == column:
        return len(json.dumps(json.loads(value) if isinstance(value, str) else value, sort_keys=True))
    return int(value) if isinstance(value, int) else len(str(value))


def check(address: str, store: str) -> bool:
    with closing(Database(address)) as database:
        migrate(database, "0005")
        database.write_now(fill)
        before = sums(database, renamed=False)
        began = time.perf_counter()
        migrate(database)
        seconds = time.perf_counter() - began
        after = sums(database, renamed=True)
    wrong = [name for name in before | after if before.get(name) != after.get(name)]
    rows = sum(1 for table in TABLES for _ in table())
    print(
        f"{store}: {CONVERSATIONS * MESSAGES:,} messages ({rows:,} rows of {len(TABLES)} tables) migrated in "
        f"{seconds:.1f} seconds; counts and sums of {len(before)} columns "
        + ("are the same" if not wrong else "DIFFER")
    )
    for name in wrong:
        print(f"  {name}: {before.get(name)} before, {after.get(name)} after")
    return not wrong


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        right = check(f"sqlite:///{Path(folder) / 'conversations.db'}", "SQLite")
    if programs() is None:
        sys.exit("PostgreSQL is not installed on this machine.")
    with cluster() as address:
        right = check(address, "PostgreSQL") and right
    sys.exit(not right)


if __name__ == "__main__":
    main()
