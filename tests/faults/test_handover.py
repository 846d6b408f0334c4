"""People are handed over, answered and given back while processes are killed: nothing lost, nothing doubled."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands.desk_user import make_link
from bot.conversations.agent import Role
from bot.settings import Settings
from tests.faults.stubborn import Stubborn
from tests.faults.stubborn_agent import StubbornAgent
from tests.faults.survived import AUDITED, audit_entries, check_log
from tests.faults.system import System, killing, system

# A connection that breaks while the client sends is left to the collector by the HTTP library.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
PEOPLE = int(os.environ.get("FAULT_HANDOVERS", "8"))
FEWEST_KILLS = 2
REPLY = "I am Sam and I have looked at your case."
BEFORE = [
    ("CID7029", "email address for your NHS login"),
    ("mavis@example.com", "mavis@example.com"),
    ("yes", "A person from the support team will reply to you here"),
]


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[System]:
    with system(tmp_path, DESK_WAIT_MINUTES="60") as running:
        yield running


def joined(running: System) -> StubbornAgent:
    settings = Settings.read({"DATA_DIR": str(running.folder)})
    agent = StubbornAgent(running.url)
    agent.join(make_link(settings, "sam@example.org", {"name": "Sam", "role": Role.AGENT}, "root"))
    agent.be_there()
    return agent


def talk(url: str, met: threading.Semaphore, people: list[Stubborn]) -> None:
    """Until the assistant has the conversation again and answers."""
    person = Stubborn(url)
    person.open()
    sequence = 0
    for text, answer in BEFORE:
        sequence = person.say(text)
        person.hear(sequence, answer)
    person.hear(sequence, REPLY)
    person.hear(sequence, "Is there anything else wrong with your NHS login?")
    person.hear(person.say("I do not get the security code by email"), "spam")
    people.append(person)
    met.release()


def test_a_handover_survives_kills_of_every_process(whole: System) -> None:
    agent, people, met = joined(whole), list[Stubborn](), threading.Semaphore(0)
    with killing(whole, 7029, (0.5, 2.0)):
        while len(people) < PEOPLE or sum(whole.killed.values()) < FEWEST_KILLS:
            thread = threading.Thread(target=talk, args=(whole.url, met, people), daemon=True)
            thread.start()
            conversation = agent.take_next()
            agent.reply(conversation, REPLY)
            agent.give_back(conversation)
            assert met.acquire(timeout=200)
    for person in people:
        check_log(person.log, "Sam", REPLY)
        assert audit_entries(whole.folder, person.conversation) == AUDITED
    print(f"{len(people)} handovers, killed: {dict(whole.killed)}")
