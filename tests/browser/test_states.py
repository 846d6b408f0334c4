"""Every page and state: nothing against WCAG 2.2 AA that a machine finds, nothing that scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from bot.commands.banner import change
from bot.storage.banner import BANNER, PAUSE
from tests.browser.axe import sideways
from tests.browser.chat import Chat
from tests.browser.conftest import Visit
from tests.browser.looks import LOOKS, wrong_in_any_look
from tests.browser.pictures import picture
from tests.web.fake_engine import FakeEngine
from tests.web.serving import Served

SAY_ELSEWHERE = """
fetch("/api/v1/messages", {
  method: "POST",
  headers: {
    Authorization: `Bearer ${localStorage["nhs-login-assistant.token"]}`,
    "Content-Type": "application/json",
  },
  body: JSON.stringify({ id: crypto.randomUUID(), text: "said in another tab" }),
})
"""


def talk(chat: Chat, endpoint: FakeEngine) -> None:
    chat.ask("no code came")


def emergency(chat: Chat, endpoint: FakeEngine) -> None:
    chat.say("i have chest pain")
    expect(chat.place.locator(".message--emergency")).to_be_visible()


def too_long(chat: Chat, endpoint: FakeEngine) -> None:
    chat.say("a" * 1001)
    expect(chat.place.get_by_role("alert")).to_contain_text("too long")


def options(chat: Chat, endpoint: FakeEngine) -> None:
    chat.place.get_by_text("More options").click()


def deleting(chat: Chat, endpoint: FakeEngine) -> None:
    chat.choose("Delete conversation")


def ended(chat: Chat, endpoint: FakeEngine) -> None:
    chat.choose("End conversation")
    chat.press("Yes, end it")
    expect(chat.text).to_be_hidden()


def not_sent(chat: Chat, endpoint: FakeEngine) -> None:
    chat.page.context.set_offline(True)
    chat.say("no code came")
    expect(chat.place.get_by_text("Not sent").first).to_be_visible()


def deleted(chat: Chat, endpoint: FakeEngine) -> None:
    chat.choose("Delete conversation")
    chat.press("Yes, delete it")
    expect(chat.text).to_be_hidden()


def new_messages(chat: Chat, endpoint: FakeEngine) -> None:
    chat.ask("a line\n" * 60)
    chat.log.evaluate("log => { log.scrollTop = 0; }")
    chat.page.evaluate(SAY_ELSEWHERE)
    expect(chat.button("New messages")).to_be_visible()


STATES: list[Callable[[Chat, FakeEngine], None]] = [
    talk,
    emergency,
    too_long,
    options,
    deleting,
    ended,
    deleted,
    not_sent,
    new_messages,
]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_every_state_of_the_chat(
    visit: Visit, bot: Served, endpoint: FakeEngine, state: Callable[[Chat, FakeEngine], None]
) -> None:
    chat = Chat(visit(bot.url, bypass_csp=True, **LOOKS["phone"])).greeted()
    state(chat, endpoint)
    assert wrong_in_any_look(chat.page, state.__name__) == []


def test_before_it_is_connected(visit: Visit, bot: Served) -> None:
    page = visit("about:blank", bypass_csp=True)
    page.route("**/api/v1/**", lambda route: route.abort())
    page.goto(bot.url)
    expect(page.locator("#connection")).to_contain_text("We could not reach the assistant.")
    assert wrong_in_any_look(page, "not-opened") == []


@pytest.mark.parametrize("path", ["/widget", "/privacy", "/accessibility", "/demonstration"])
def test_every_other_page(visit: Visit, bot: Served, path: str) -> None:
    page = visit(bot.url + path, bypass_csp=True)
    assert wrong_in_any_look(page, path.strip("/")) == []


def test_with_a_banner_while_it_is_paused(visit: Visit, bot: Served) -> None:
    change(bot.settings, BANNER, "Emails with codes are late today.", "ann")
    change(bot.settings, PAUSE, "yes", "ann")
    chat = Chat(visit(bot.url, bypass_csp=True)).greeted()
    expect(chat.page.get_by_text("Emails with codes are late today.").first).to_be_visible()
    expect(chat.page.locator("#paused")).to_be_visible()
    assert wrong_in_any_look(chat.page, "banner-paused") == []


def test_from_right_to_left_nothing_is_cut_off(visit: Visit, bot: Served) -> None:
    chat = Chat(visit(bot.url, **LOOKS["320"])).greeted()
    chat.page.evaluate("document.documentElement.dir = 'rtl'")
    chat.ask("no code came")
    picture(chat.page, "right-to-left")
    assert sideways(chat.page) == 0


def test_by_keyboard_alone(chat: Chat) -> None:
    page = chat.page
    for _ in range(12):
        page.keyboard.press("Tab")
        if chat.text.evaluate("field => field === document.activeElement"):
            break
    page.keyboard.type("no code came")
    page.keyboard.press("Enter")
    chat.hears("You said: no code came")
    expect(chat.text).to_be_focused()  # an answer takes no focus
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Yes":
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).backgroundColor")
    assert outline == "rgb(255, 235, 59)", "the focus is seen"
    page.keyboard.press("Enter")
    chat.hears("You said: /affirm")
