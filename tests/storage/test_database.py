"""What the connection to SQL does when two transactions wait for each other."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from sqlalchemy import Connection, text

from bot.storage.database import Database
from tests.storage.stores import new_database, postgres

__all__ = ["postgres"]
COUNT = text("UPDATE pairs SET n = n + 1 WHERE id = :id")


def test_of_two_that_wait_for_each_other_both_are_done_once(postgres: str) -> None:
    both_hold_one = threading.Barrier(2)
    runs = list[int]()

    def in_order(first: int, second: int) -> None:
        def do(sql: Connection) -> None:
            again = first in runs
            runs.append(first)
            sql.execute(COUNT, {"id": first})
            if not again:
                both_hold_one.wait(10)
            sql.execute(COUNT, {"id": second})

        database.write_now(do)

    with closing(Database(new_database(postgres))) as database, ThreadPoolExecutor(2) as pool:
        database.write_now(lambda sql: sql.execute(text("CREATE TABLE pairs (id int, n int)")))
        database.write_now(lambda sql: sql.execute(text("INSERT INTO pairs VALUES (1, 0), (2, 0)")))
        for done in [pool.submit(in_order, 1, 2), pool.submit(in_order, 2, 1)]:
            done.result(30)
        assert len(runs) > 2  # one of them was undone
        assert database.write_now(lambda sql: sql.execute(text("SELECT n FROM pairs")).scalars().all()) == [2, 2]
