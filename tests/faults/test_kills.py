"""kill -9 of bot, engine and actions at random moments: nothing accepted is lost, nothing answered twice, order kept.

`make test-faults`; FAULT_CONVERSATIONS says how many (300).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest

from tests.faults.stubborn import Stubborn
from tests.faults.system import System, killing, system
from tests.storage.stores import new_database, postgres

__all__ = ["postgres"]
# A connection that breaks while the client sends is left to the collector by the HTTP library.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
CONVERSATIONS = int(os.environ.get("FAULT_CONVERSATIONS", "300"))
AT_ONCE = 12
FEWEST_KILLS = 3
SEED = int(os.environ.get("FAULT_SEED", "7029"))
SCRIPT = [
    ("CID7029, what now?", "email address for your NHS login"),
    ("person{n}@example.com", "person{n}@example.com"),
    ("yes", "case number"),
    ("thank you", ""),
]
SAID_WHILE_AWAY = ("I am still looking", "Sorry, I cannot answer at the moment")


@pytest.fixture(params=["sqlite", "postgresql"])
def running(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[System]:
    database = new_database(request.getfixturevalue("postgres")) if request.param == "postgresql" else ""
    with system(tmp_path, database) as whole:
        yield whole


def converse(url: str, number: int) -> Stubborn:
    person = Stubborn(url)
    person.open()
    for text, answer in SCRIPT:
        sequence = person.say(text.format(n=number))
        person.hear(sequence, answer.format(n=number))
    return person


def test_nothing_is_lost_or_doubled_while_processes_are_killed(running: System) -> None:
    numbers = count()
    with killing(running, SEED, (1.0, 3.0)), ThreadPoolExecutor(AT_ONCE) as pool:
        talks = [pool.submit(keep_talking, running, numbers) for _ in range(AT_ONCE)]
        people = {number: person for talk in talks for number, person in talk.result().items()}
    assert len(people) >= CONVERSATIONS
    for number, person in people.items():
        check(person, number)
    print(f"{len(people)} conversations, killed: {dict(running.killed)}")


def keep_talking(running: System, numbers: Iterator[int]) -> dict[int, Stubborn]:
    """Until there were enough conversations and enough kills among them: on a quick machine that is more of them."""
    people = {}
    while (number := next(numbers)) < CONVERSATIONS or sum(running.killed.values()) < FEWEST_KILLS:
        people[number] = converse(running.url, number)
    return people


def check(person: Stubborn, number: int) -> None:
    log = person.log
    assert [m["sequence"] for m in log] == list(range(1, len(log) + 1))
    own = [m for m in log if m["sender"] == "person"]
    assert [m["id"] for m in own] == person.sent
    assert [m["text"] for m in own] == [text.format(n=number) for text, _ in SCRIPT]
    said = Counter(m["text"] for m in log if m["sender"] == "assistant" and not m["text"].startswith(SAID_WHILE_AWAY))
    assert max(said.values()) == 1, said.most_common(2)
    assert sum("case number is" in text for text in said) == 1
    assert f"person{number}@example.com" in str(log)
