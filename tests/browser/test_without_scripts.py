"""Without JavaScript: the same conversation by an ordinary form."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.pictures import picture
from tests.web.door import FakeDoor
from tests.web.serving import Served


def plain(visit: Visit, bot: Served) -> Page:
    return visit(bot.url, java_script_enabled=False, viewport={"width": 320, "height": 568})


def say(page: Page, text: str) -> None:
    page.locator("#plain-text").fill(text)
    page.locator("form:has(#plain-text)").get_by_role("button", name="Send").click()


def test_a_conversation_by_form(visit: Visit, bot: Served, door: FakeDoor) -> None:
    page = plain(visit, bot)
    if page.get_by_role("button", name="Start").count():
        page.get_by_role("button", name="Start").click()
    say(page, "no code came")
    expect(page.get_by_text("You said: no code came")).to_be_visible()
    picture(page, "plain")
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_text("You said: /affirm")).to_be_visible()
    page.get_by_role("button", name="Talk to a person").click()
    expect(page.get_by_text("You said: /request_human")).to_be_visible()
    assert len(door.heard) == 3


def test_an_emergency_and_a_password(visit: Visit, bot: Served) -> None:
    page = plain(visit, bot)
    if page.get_by_role("button", name="Start").count():
        page.get_by_role("button", name="Start").click()
    say(page, "my password is Sunflower22! and i have chest pain")
    expect(page.get_by_text("999").first).to_be_visible()
    expect(page.get_by_text("[password removed]").first).to_be_visible()
    picture(page, "plain-emergency")
    assert "Sunflower22!" not in page.content()


def test_what_is_too_long_is_said_and_kept(visit: Visit, bot: Served) -> None:
    page = plain(visit, bot)
    if page.get_by_role("button", name="Start").count():
        page.get_by_role("button", name="Start").click()
    say(page, "a" * 1001)
    expect(page.locator("#plain-text")).to_have_value("a" * 1001)
    expect(page.get_by_text("1,000").first).to_be_visible()
    picture(page, "plain-error")
