"""An agent at a desk of their own, whom people are handed to. Import the fixtures from here."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from bot.conversations.agent import Role
from bot.storage.database import Database, address_of
from bot.storage.tables.audit import audit
from tests.browser.agent import AgentAtDesk
from tests.browser.chat import Chat
from tests.browser.conftest import Start, Visit
from tests.web.fake_engine import FakeEngine
from tests.web.handing_over import hands_over
from tests.web.serving import Served

SAM = "sam@example.org"
WIDE = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def agent(visit: Visit, bot: Served) -> AgentAtDesk:
    page = visit(f"{bot.url}/desk/sign-in", **WIDE)
    return AgentAtDesk(page, bot.url).join(bot.settings, SAM, "Sam", Role.ADMIN)


@pytest.fixture
def _hands_over(endpoint: FakeEngine) -> None:
    endpoint.answers = hands_over


def audit_entries(bot: Served) -> list[str]:
    database = Database(address_of(bot.settings.data_dir))
    try:
        with database.engine.connect() as sql:
            return list(sql.execute(select(audit.c.what).order_by(audit.c.id)).scalars())
    finally:
        database.close()


def waits(chat: Chat) -> None:
    chat.say("I want a person")
    expect(chat.place.locator("#holder")).to_contain_text("You are waiting for a person")


@pytest.fixture
def taken(start: Start, agent: AgentAtDesk, _hands_over: None) -> AgentAtDesk:
    """Talks with somebody."""
    agent.be_there()
    waits(start())
    agent.show()
    agent.open("Cannot connect")
    agent.take()
    agent.is_listened_to()
    return agent
