"""A person and an agent, each in a browser of their own: waiting, talking both ways, and back to the assistant."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from bot.conversations.agent import Role
from tests.browser.agent import AgentAtDesk
from tests.browser.at_desk import SAM, WIDE, _hands_over, agent, audit_entries, waits
from tests.browser.axe import sideways, violations
from tests.browser.conftest import Start, Visit
from tests.browser.pictures import picture
from tests.web.fake_engine import FakeEngine
from tests.web.serving import Served

__all__ = ["_hands_over", "agent"]


@pytest.mark.usefixtures("_hands_over")
def test_a_person_is_taken_answered_and_given_back(
    bot: Served, start: Start, agent: AgentAtDesk, endpoint: FakeEngine
) -> None:
    agent.sign_out()
    agent.sign_in(SAM)
    agent.be_there()
    picture(agent.page, "desk-nobody-waits")
    chat = start()
    waits(chat)
    expect(chat.place.locator("#holder")).to_contain_text("You are next.")
    picture(chat.page, "chat-waiting")

    agent.show()
    picture(agent.page, "desk-waiting")
    agent.open("Cannot connect to the GP surgery")
    expect(agent.page.locator("#side")).to_contain_text("mavis@example.com")
    agent.take()
    expect(chat.messages.last).to_contain_text("You are now talking to Sam from the support team.")
    asked = len(endpoint.messages)
    chat.say("Are you a real human?")
    expect(agent.log).to_contain_text("Are you a real human?")
    agent.reply.press_sequentially("Yes")
    expect(chat.place.locator("#typing")).to_have_text("Sam is writing")
    agent.say("Yes, I am Sam. I have looked at your case.")
    chat.hears("I have looked at your case.")
    expect(chat.place.locator("#holder")).to_contain_text("You are talking to Sam")
    expect(chat.place.locator("#what")).to_have_text("With a person from the support team")
    picture(agent.page, "desk-conversation")
    picture(chat.page, "chat-with-agent")
    assert len(endpoint.messages) == asked  # the engine was not asked

    agent.choose("Give back, settled")
    chat.hears("You are now talking to the automated assistant again.")
    chat.hears("You said: /given_back_settled")
    expect(chat.place.locator("#what")).to_have_text("Automated assistant")
    assert [message.get("payload") for message in endpoint.messages[asked:]] == ["/given_back_settled"]
    chat.say("thank you")
    chat.hears("You said: thank you")
    told = audit_entries(bot)
    wanted = ["handed over", "read", "taken", "replied", "given back, settled"]
    assert [what for what in told if what in wanted] == [wanted[0], "read", "taken", "read", *wanted[3:], "read"]


@pytest.mark.usefixtures("_hands_over")
def test_stopping_to_wait_brings_the_assistant_back(start: Start, agent: AgentAtDesk) -> None:
    agent.be_there()
    chat = start()
    waits(chat)
    chat.place.locator("#talk").click()
    chat.hears("You are not waiting any more.")
    chat.say("hello")
    chat.hears("You said: hello")


@pytest.mark.usefixtures("_hands_over")
def test_without_anybody_at_the_desk_nobody_waits(start: Start, agent: AgentAtDesk) -> None:
    chat = start()
    chat.say("I want a person")
    chat.hears("Nobody from the support team is free to talk here at the moment.")
    chat.say("hello")
    chat.hears("You said: hello")


def test_an_emergency_stands_on_top_of_the_desk(start: Start, agent: AgentAtDesk) -> None:
    agent.be_there()
    chat = start()
    chat.say("I have chest pain and cannot breathe")
    expect(agent.page.locator(".work-item--urgent")).to_contain_text("Emergency: medical")
    picture(agent.page, "desk-emergency")
    agent.open("Emergency: medical")
    agent.page.get_by_role("button", name="I have seen this").click()
    agent.show()
    expect(agent.page.locator("#list")).to_contain_text("Nobody is waiting.")


@pytest.mark.usefixtures("_hands_over")
def test_the_focus_stays_when_the_page_brings_itself_up_to_date(start: Start, agent: AgentAtDesk) -> None:
    agent.be_there()
    chat = start()
    chat.say("I have chest pain and cannot breathe")
    agent.open("Emergency: medical")
    expect(agent.page.locator("html[data-live]")).to_be_attached()
    seen = agent.page.get_by_role("button", name="I have seen this")
    seen.focus()
    chat.say("I want a person")
    expect(agent.page.locator("#state")).not_to_contain_text("The assistant is talking")
    expect(seen).to_be_focused()
    agent.page.get_by_role("button", name="Take this conversation").focus()
    chat.choose("End conversation")
    chat.press("Yes, end it")
    expect(agent.page.locator("#state")).to_contain_text("This conversation has ended.")
    expect(agent.page.locator("#operations")).to_be_focused()


@pytest.mark.usefixtures("_hands_over")
def test_everything_works_without_scripts(start: Start, agent: AgentAtDesk, visit: Visit, bot: Served) -> None:
    agent.be_there()
    agent.page.context.storage_state()
    waits(start())
    plain = visit(f"{bot.url}/desk/sign-in", java_script_enabled=False, **WIDE)
    other = AgentAtDesk(plain, bot.url)
    other.secret = agent.secret
    other.sign_in(SAM)
    other.show()
    other.open("Cannot connect")
    other.take()
    other.say("Hello from a page without scripts.")
    other.choose("Give back, still open")
    expect(other.log).to_contain_text("You are now talking to the automated assistant again.")


@pytest.mark.usefixtures("_hands_over")
def test_keys_alone_reach_the_lists_and_the_reply(start: Start, agent: AgentAtDesk) -> None:
    agent.be_there()
    waits(start())
    agent.show()
    agent.open("Cannot connect")
    agent.take()
    agent.is_listened_to()
    agent.page.keyboard.press("Alt+Shift+KeyR")
    expect(agent.reply).to_be_focused()
    agent.page.keyboard.type("Typed and sent by keys.")
    agent.page.keyboard.press("Control+Enter")
    expect(agent.log).to_contain_text("Typed and sent by keys.")
    agent.page.keyboard.press("Alt+Shift+Digit2")
    agent.page.wait_for_url("**/desk?show=mine")


def checked(page: Page, address: str) -> list[str]:
    page.goto(address)
    return [*violations(page), *(["sideways"] if sideways(page) else [])]


@pytest.mark.usefixtures("_hands_over")
@pytest.mark.parametrize(
    "look",
    [
        WIDE,
        {"viewport": {"width": 320, "height": 640}},
        {"viewport": {"width": 800, "height": 1100}, "color_scheme": "dark"},
        {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active"},
    ],
    ids=["wide", "narrow", "dark", "forced colours"],
)
def test_axe_finds_nothing_on_any_page(start: Start, visit: Visit, bot: Served, look: dict[str, object]) -> None:
    agent = AgentAtDesk(visit(f"{bot.url}/desk/sign-in", **look), bot.url).join(bot.settings, SAM, "Sam", Role.ADMIN)
    agent.be_there()
    waits(start())
    page = agent.page
    name = "-".join(str(value) for value in look.values() if isinstance(value, str)) or str(look["viewport"]["width"])  # type: ignore[index]
    picture(page, f"desk-list-{name}")
    for path in (
        "",
        "?show=mine",
        "?show=closed",
        "?q=CID7029",
        "/shortcuts",
        "/people",
        "/account",
        "/figures",
        "/not-understood",
        "/audit",
    ):
        assert checked(page, f"{bot.url}/desk{path}") == [], path
        if path.startswith("/"):
            picture(page, f"desk{path.replace('/', '-')}-{name}")
    agent.show()
    agent.open("Cannot connect")
    assert violations(page) == []
    agent.take()
    page.get_by_text("Pass on, give back or close").click()
    page.get_by_text("Ready-made answers").click()
    assert violations(page) == []
    picture(page, f"desk-work-{name}")
    assert sideways(page) == 0
