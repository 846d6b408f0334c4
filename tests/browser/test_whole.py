"""The whole of it: a person and an agent, each in a browser of their own, over the real engine and its actions."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.commands.processes import Processes, free_port
from bot.commands.train import ensure_model
from bot.conversations.agent import Role
from bot.settings import Settings
from tests.browser.agent import AgentAtDesk
from tests.browser.at_desk import SAM, WIDE, audit_entries
from tests.browser.chat import Chat
from tests.browser.conftest import Visit
from tests.web.serving import Served, served


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Served]:
    settings = replace(Settings.read({}), engine_port=free_port(), actions_port=free_port(), data_dir=tmp_path)
    known = {name: getattr(settings, name) for name in ("engine_port", "actions_port", "engine_token")}
    with Processes(settings, ensure_model(), tmp_path / "tracker.db", tmp_path / "log") as processes:
        with ThreadPoolExecutor(1) as elsewhere:  # the browser's loop runs in this thread
            elsewhere.submit(asyncio.run, processes.wait_until_ready(lambda line: None)).result()
        with served(tmp_path, **known) as running:
            yield running


def test_cid7029_goes_to_a_person_and_back(whole: Served, visit: Visit) -> None:
    page = visit(f"{whole.url}/desk/sign-in", **WIDE)
    agent = AgentAtDesk(page, whole.url).join(whole.settings, SAM, "Sam", Role.ADMIN)
    agent.sign_out()
    agent.sign_in(SAM)
    agent.be_there()

    chat = Chat(visit(whole.url)).greeted()
    chat.say("it says CID7029")
    chat.hears("CID7029 means your NHS login cannot be connected to your GP")
    chat.say("mavis@example.com")
    expect(chat.messages.last).to_contain_text("mavis@example.com")
    chat.press("Yes, that is right")
    expect(chat.place.locator("#holder")).to_contain_text("You are next.")

    agent.show()
    agent.open("Cannot connect to the GP surgery")
    for fact in ("CID7029", "mavis@example.com"):
        expect(agent.page.locator("#side")).to_contain_text(fact)
    agent.take()
    chat.hears("You are now talking to Sam from the support team.")
    agent.say("I have connected your login.")
    chat.hears("I have connected your login.")
    agent.choose("Give back, settled")
    chat.hears("You are now talking to the automated assistant again.")
    chat.hears("Is there anything else wrong with your NHS login?")
    chat.say("I do not get the security code by email")
    expect(chat.messages.filter(has_text="spam").first).to_be_visible()
    wanted = ("handed over", "taken", "replied", "given back, settled")
    assert [operation for operation in audit_entries(whole) if operation in wanted] == list(wanted)


def test_nothing_moves_for_who_wants_no_motion(visit: Visit, whole: Served) -> None:
    chat = Chat(visit(whole.url, reduced_motion="reduce")).greeted()
    moving = chat.page.evaluate(
        "() => document.getAnimations().length + [...document.querySelectorAll('*')].filter("
        "one => ['', '::after', '::before'].some(part => { const style = getComputedStyle(one, part);"
        " return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0; })).length"
    )
    assert moving == 0
