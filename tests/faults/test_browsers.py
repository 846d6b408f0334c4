"""A person and an agent, each in a browser of their own, while bot, engine and actions are killed at random."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from bot.conversations.agent import Role
from bot.settings import Settings
from tests.browser.chat import Chat
from tests.browser.conftest import Visit, started_browser, visit
from tests.faults.browsers import PatientAgent
from tests.faults.stubborn import PATIENCE
from tests.faults.survived import AUDITED, audit_entries, check_log
from tests.faults.system import System, killing, system

__all__ = ["visit"]
HANDOVERS = int(os.environ.get("FAULT_BROWSERS", "2"))
FEWEST_KILLS = 3
LONG = PATIENCE * 1000  # milliseconds
REPLY = "I am Sam and I have connected your login."


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started_browser() as started:
        yield started


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[System]:
    with system(tmp_path, DESK_WAIT_MINUTES="60") as running:
        yield running


def test_cid7029_goes_to_a_person_and_back_while_everything_is_killed(whole: System, visit: Visit) -> None:
    settings = Settings.read({"DATA_DIR": str(whole.folder)})
    agent = PatientAgent(visit(f"{whole.url}/desk/sign-in"), whole.url).join(
        settings, "sam@example.org", "Sam", Role.AGENT
    )
    agent.be_there()
    people = list[tuple[Chat, str]]()
    with killing(whole, 7029, (0.5, 2.0)):
        while len(people) < HANDOVERS or sum(whole.killed.values()) < FEWEST_KILLS:
            chat = arrive(whole, visit)
            people.append((chat, handed_over_and_back(chat, agent)))
    for chat, conversation in people:
        check(chat, whole)
        assert audit_entries(whole.folder, conversation) == AUDITED
    print(f"{len(people)} handovers in browsers, killed: {dict(whole.killed)}")


def arrive(whole: System, visit: Visit) -> Chat:
    """Once the page is there: the browser's own page of a bot that is away is no fault of the chat."""
    page = visit("about:blank")
    for _ in range(100):
        if whole.ready():
            response = page.goto(whole.url)
            if response and response.ok:
                break
        page.wait_for_timeout(300)
    return Chat(page, timeout=LONG).greeted()


def handed_over_and_back(chat: Chat, agent: PatientAgent) -> str:
    """The conversation's id."""
    chat.say("it says CID7029")
    chat.hears("CID7029 means your NHS login cannot be connected to your GP")
    expect(chat.button("Continue without it")).to_be_visible(timeout=LONG)
    chat.say("mavis@example.com")
    expect(chat.button("Yes, that is right")).to_be_visible(timeout=LONG)
    chat.say("yes")
    chat.hears("A person from the support team will reply to you here")
    conversation = agent.take_the_next()
    expect(agent.page.locator("#side")).to_contain_text("mavis@example.com")
    agent.answer(REPLY)
    chat.hears(REPLY)
    agent.give_back()
    chat.hears("Is there anything else wrong with your NHS login?")
    chat.say("I do not get the security code by email")
    chat.hears("spam")
    return conversation


def check(chat: Chat, whole: System) -> None:
    """The page shows what the bot has, each message once."""
    kept = json.loads(chat.page.evaluate("JSON.stringify(localStorage)"))
    (token,) = (value for name, value in kept.items() if name.endswith(".token"))
    answer = httpx.get(
        f"{whole.url}/api/v1/messages", headers={"Authorization": f"Bearer {token}"}, timeout=20, trust_env=False
    )
    log = answer.json()
    check_log(log, "Sam", REPLY)
    expect(chat.messages).to_have_count(len(log))
