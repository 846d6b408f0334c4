"""Every page and state: nothing against WCAG 2.2 AA that a machine finds, nothing that scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from bot.notices import change
from bot.storage.notices import BANNER
from tests.browser.axe import sideways, violations
from tests.browser.chat import Chat
from tests.browser.conftest import Visit
from tests.browser.pictures import picture
from tests.web.door import FakeDoor
from tests.web.serving import Served

VIEWS: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 360, "height": 740}},
    "320": {"viewport": {"width": 320, "height": 568}},
    "400-percent": {"viewport": {"width": 320, "height": 256}},
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 360, "height": 740}},
    "forced": {"forced_colors": "active", "viewport": {"width": 360, "height": 740}},
}


def talk(chat: Chat, door: FakeDoor) -> None:
    chat.ask("no code came")


def emergency(chat: Chat, door: FakeDoor) -> None:
    chat.say("i have chest pain")
    expect(chat.place.locator(".message--emergency")).to_be_visible()


def too_long(chat: Chat, door: FakeDoor) -> None:
    chat.say("a" * 1001)
    expect(chat.place.get_by_role("alert")).to_contain_text("too long")


def options(chat: Chat, door: FakeDoor) -> None:
    chat.place.get_by_text("More options").click()


def deleting(chat: Chat, door: FakeDoor) -> None:
    chat.choose("Delete conversation")


def ended(chat: Chat, door: FakeDoor) -> None:
    chat.choose("End conversation")
    chat.press("Yes, end it")
    expect(chat.text).to_be_hidden()


def not_sent(chat: Chat, door: FakeDoor) -> None:
    chat.page.context.set_offline(True)
    chat.say("no code came")
    expect(chat.place.get_by_text("Not sent").first).to_be_visible()


STATES: list[Callable[[Chat, FakeDoor], None]] = [talk, emergency, too_long, options, deleting, ended, not_sent]


# Every state on a phone, and the two that hold most in every view.
SEEN = [(state, view) for state in STATES for view in VIEWS if view == "phone" or state in (talk, emergency)]


@pytest.mark.parametrize(("state", "view"), SEEN, ids=lambda one: getattr(one, "__name__", one))
def test_every_state_of_the_chat(
    visit: Visit, bot: Served, door: FakeDoor, state: Callable[[Chat, FakeDoor], None], view: str
) -> None:
    chat = Chat(visit(bot.url, bypass_csp=True, **VIEWS[view])).greeted()
    state(chat, door)
    picture(chat.page, f"{state.__name__}-{view}")
    assert violations(chat.page) == []
    assert sideways(chat.page) == 0


@pytest.mark.parametrize("view", ["320", "dark"])
@pytest.mark.parametrize("path", ["/widget", "/privacy", "/accessibility", "/demonstration"])
def test_every_other_page(visit: Visit, bot: Served, path: str, view: str) -> None:
    page = visit(bot.url + path, bypass_csp=True, **VIEWS[view])
    picture(page, f"{path.strip('/')}-{view}")
    assert violations(page) == []
    assert sideways(page) == 0


def test_with_a_banner(visit: Visit, bot: Served) -> None:
    change(bot.settings, BANNER, "Emails with codes are late today.", "ann")
    chat = Chat(visit(bot.url, bypass_csp=True, **VIEWS["320"])).greeted()
    expect(chat.page.get_by_text("Emails with codes are late today.").first).to_be_visible()
    picture(chat.page, "banner")
    assert violations(chat.page) == []


def test_from_right_to_left_nothing_is_cut_off(visit: Visit, bot: Served) -> None:
    chat = Chat(visit(bot.url, **VIEWS["320"])).greeted()
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
