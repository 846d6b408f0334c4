"""The widget on another site whose policy is strict: it opens, closes, counts, and asks nobody else for anything."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chat import Chat
from tests.browser.conftest import Visit
from tests.browser.hosting import hosted
from tests.browser.pictures import picture
from tests.web.fake_engine import FakeEngine
from tests.web.serving import Served, served

FOCUSED = "document.querySelector('nhs-login-help').shadowRoot.activeElement?.tagName"


@dataclass
class Host:
    """The other site's page, what its console said and whom it asked."""

    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    @property
    def launcher(self) -> Locator:
        return self.page.locator("nhs-login-help button")

    @property
    def frame(self) -> Locator:
        return self.page.locator("nhs-login-help iframe")

    @property
    def badge(self) -> Locator:
        return self.page.locator("nhs-login-help .badge")

    @property
    def chat(self) -> Chat:
        return Chat(self.page, self.frame.content_frame)

    def open(self) -> Chat:
        self.launcher.click()
        return self.chat.greeted()


def visited(visit: Visit, url: str) -> Host:
    host = Host(visit("about:blank"), url)
    host.page.on("console", lambda said: host.complaints.append(said.text) if said.type == "error" else None)
    host.page.on("request", lambda request: host.asked.add(request.url))
    host.page.goto(url)
    return host


@pytest.fixture
def host(bot: Served, visit: Visit) -> Iterator[Host]:
    with hosted(bot.url, f'<script src="{bot.url}/widget.js" async></script>') as url:
        yield visited(visit, url)


def test_the_launcher_opens_the_chat_and_focus_goes_in(host: Host) -> None:
    expect(host.launcher).to_have_text("Help with NHS login")
    expect(host.launcher).to_have_attribute("aria-expanded", "false")
    picture(host.page, "widget-closed")
    host.open()
    expect(host.launcher).to_have_attribute("aria-expanded", "true")
    assert host.page.evaluate(FOCUSED) == "IFRAME"
    host.page.keyboard.press("Tab")
    expect(host.chat.place.get_by_role("link", name="Skip to the chat")).to_be_focused()


def test_a_question_is_answered_inside(host: Host) -> None:
    chat = host.open()
    chat.ask("no code came")
    chat.press("Yes")
    chat.hears("You said: /affirm")
    picture(host.page, "widget-open")


@pytest.mark.parametrize("way", ["Escape inside", "Escape outside", "Close", "the launcher"])
def test_closing_brings_the_focus_back_to_the_launcher(host: Host, way: str) -> None:
    chat = host.open()
    if way == "Escape inside":
        chat.text.press("Escape")
    elif way == "Escape outside":
        host.launcher.press("Escape")
    elif way == "Close":
        chat.press("Close the chat")
    else:
        host.launcher.click()
    expect(host.frame).to_be_hidden()
    expect(host.launcher).to_be_focused()
    expect(host.launcher).to_have_attribute("aria-expanded", "false")


def test_escape_in_a_question_closes_the_question_only(host: Host) -> None:
    chat = host.open()
    chat.choose("Delete conversation")
    host.page.keyboard.press("Escape")
    expect(chat.place.locator("#question")).to_be_hidden()
    expect(host.frame).to_be_visible()


def asks_and_waits(host: Host, bot: Served, endpoint: FakeEngine) -> Chat:
    """The answer comes when `endpoint.may_answer` is set."""
    chat = host.open()
    endpoint.may_answer = bot.call(asyncio.Event)
    chat.say("no code came")
    expect(chat.place.locator("#typing")).not_to_be_empty()
    return chat


def test_what_comes_while_it_is_closed_is_counted(host: Host, bot: Served, endpoint: FakeEngine) -> None:
    chat = asks_and_waits(host, bot, endpoint)
    chat.text.press("Escape")
    expect(host.frame).to_be_hidden()
    expect(host.badge).to_be_hidden()
    bot.call(endpoint.may_answer.set)
    expect(host.badge).to_have_text("2")
    expect(host.page.locator("nhs-login-help [role=status]")).to_have_text("2 new messages")
    picture(host.page, "widget-unread")
    host.launcher.click()
    expect(host.badge).to_be_hidden()
    expect(chat.messages.last).to_be_in_viewport()


def test_what_came_while_the_next_page_was_opened_is_counted_there(
    host: Host, bot: Served, endpoint: FakeEngine
) -> None:
    asks_and_waits(host, bot, endpoint)
    host.page.goto("about:blank")
    bot.call(endpoint.may_answer.set)
    host.page.goto(f"{host.url}/other")
    expect(host.badge).to_have_text("2")
    host.open().hears("You said: no code came")
    host.page.reload()
    expect(host.frame).to_have_count(1)
    host.chat.place.locator("#messages > li").nth(2).wait_for(state="attached")
    expect(host.badge).to_be_hidden()


def test_the_next_page_begins_no_conversation_by_itself(host: Host) -> None:
    chat = host.open()
    chat.choose("Delete conversation")
    chat.press("Yes, delete it")
    expect(chat.text).to_be_hidden()
    host.asked.clear()
    host.page.reload()
    expect(host.frame).to_have_count(1)
    expect(host.frame).to_have_class("frame ready")
    assert not [url for url in host.asked if "/api/" in url]
    host.open()


def test_on_a_phone_nothing_under_the_chat_can_be_reached(host: Host) -> None:
    host.page.set_viewport_size({"width": 360, "height": 740})
    chat = host.open()
    reached = host.page.locator("body > :not(nhs-login-help)")
    expect(host.launcher).to_be_hidden()
    assert reached.evaluate_all("all => all.every(one => one.inert)")
    picture(host.page, "widget-phone")
    host.page.set_viewport_size({"width": 1280, "height": 800})
    expect(host.launcher).to_be_visible()
    assert not reached.evaluate_all("all => all.some(one => one.inert)")
    host.page.set_viewport_size({"width": 360, "height": 740})
    expect(host.launcher).to_be_hidden()
    chat.press("Close the chat")
    expect(host.launcher).to_be_focused()
    assert not reached.evaluate_all("all => all.some(one => one.inert)")


def test_the_conversation_goes_along_to_the_next_page(host: Host) -> None:
    host.open().ask("no code came")
    host.page.get_by_role("link", name="Another page").focus()
    host.page.keyboard.press("Enter")
    host.page.wait_for_url("**/other")
    host.open().said("no code came")


def test_it_breaks_no_policy_and_asks_nobody_else(host: Host, bot: Served) -> None:
    chat = host.open()
    chat.ask("no code came")
    chat.text.press("Escape")
    assert host.complaints == []
    origins = {f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, host.asked) if parts.scheme != "data"}
    assert origins == {host.url, bot.url}


def test_nothing_but_the_script_is_loaded_before_it_is_opened(host: Host, bot: Served) -> None:
    expect(host.launcher).to_be_visible()
    assert host.asked == {f"{host.url}/", f"{bot.url}/widget.js"}


def test_leaving_quickly_leaves_the_whole_site(host: Host) -> None:
    chat = host.open()
    host.page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Weather"))
    chat.place.get_by_role("link", name="Leave this page quickly").click()
    host.page.wait_for_url("https://www.bbc.co.uk/weather")


@pytest.mark.parametrize("path", ["/widget", "/", "/demonstration", "/privacy"])
def test_a_site_that_is_not_allowed_cannot_frame_it(
    tmp_path: Path, endpoint: FakeEngine, visit: Visit, path: str
) -> None:
    with (
        served(tmp_path, endpoint, embed_origins=("'self'",)) as bot,
        hosted(bot.url, f'<iframe src="{bot.url}{path}"></iframe>') as url,
    ):
        host = visited(visit, url)
        host.page.wait_for_load_state("load")
        assert any("frame-ancestors" in said for said in host.complaints)
        expect(host.page.frame_locator("iframe").locator("#main")).to_have_count(0)


def test_the_demonstration_shows_it_at_work(bot: Served, visit: Visit) -> None:
    host = visited(visit, f"{bot.url}/demonstration")
    host.open().ask("no code came")
    picture(host.page, "demonstration")
    assert host.complaints == []
