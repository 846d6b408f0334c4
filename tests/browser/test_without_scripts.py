"""Without JavaScript: the same conversation by an ordinary form."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.pictures import picture
from tests.web.fake_engine import FakeEngine
from tests.web.serving import Served


def plain(visit: Visit, bot: Served) -> Page:
    return visit(bot.url, java_script_enabled=False, viewport={"width": 320, "height": 568})


def say(page: Page, text: str) -> None:
    page.locator("#plain-text").fill(text)
    page.locator("form:has(#plain-text)").get_by_role("button", name="Send").click()


def test_a_conversation_by_form(visit: Visit, bot: Served, endpoint: FakeEngine) -> None:
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
    assert len(endpoint.heard) == 3


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


def started(visit: Visit, bot: Served) -> Page:
    page = plain(visit, bot)
    if page.get_by_role("button", name="Start").count():
        page.get_by_role("button", name="Start").click()
    return page


def faults(visit: Visit, bot: Served, page: Page) -> list[str]:
    """What axe finds. It is a script itself: it looks at a copy of the page, without the page's own scripts."""
    html = re.sub(r"<script.*?</script>|</?noscript>", "", page.content(), flags=re.DOTALL)
    copy = visit("about:blank", viewport={"width": 320, "height": 568})
    copy.route(f"{bot.url}/copy", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    copy.goto(f"{bot.url}/copy")
    return violations(copy)


def test_a_form_that_is_sent_twice_is_taken_once(visit: Visit, bot: Served, endpoint: FakeEngine) -> None:
    page = started(visit, bot)
    say(page, "first")
    expect(page.get_by_text("You said: first")).to_be_visible()
    form = page.locator("form:has(#plain-text)")
    given = {str(field.get_attribute("name")): field.input_value() for field in form.locator("input[name]").all()} | {
        "text": "sent twice"
    }
    origin = {"Origin": bot.url, "Sec-Fetch-Site": "same-origin"}
    for _ in range(2):
        assert page.request.post(bot.url + str(form.get_attribute("action")), form=given, headers=origin).ok
    page.reload()
    expect(page.get_by_text("You said: sent twice")).to_have_count(1)
    assert len(endpoint.heard) == 2


def test_the_conversation_is_ended_and_deleted_by_forms(visit: Visit, bot: Served) -> None:
    page = started(visit, bot)
    say(page, "no code came")
    expect(page.get_by_text("You said: no code came")).to_be_visible()
    page.get_by_role("button", name="End conversation").click()
    expect(page.get_by_text("You have ended this conversation.")).to_be_visible()
    picture(page, "plain-ended")
    page.get_by_role("link", name="Delete conversation").click()
    expect(page.get_by_role("heading", name="Delete this conversation?")).to_be_visible()
    assert faults(visit, bot, page) == []
    page.get_by_role("button", name="Yes, delete it").click()
    expect(page.get_by_text("The conversation has been deleted.")).to_be_visible()
    expect(page.get_by_text("You said: no code came")).to_have_count(0)
    picture(page, "plain-deleted")


def test_every_state_of_the_form_is_accessible_and_fits(visit: Visit, bot: Served) -> None:
    page = started(visit, bot)
    assert faults(visit, bot, page) == []
    say(page, "my husband has chest pain and cannot breathe")
    expect(page.get_by_text("999").first).to_be_visible()
    assert faults(visit, bot, page) == []
    say(page, "a" * 1001)
    expect(page.get_by_text("1,000").first).to_be_visible()
    assert faults(visit, bot, page) == []
    picture(page, "plain-error-after-emergency")
