"""The page while it opens: a slow network, a script that an old browser cannot read, words that are sent too early."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Route, expect

from bot.commands.banner import change
from bot.storage.banner import BANNER
from tests.browser.chat import Chat
from tests.browser.conftest import Visit
from tests.web.fake_engine import FakeEngine
from tests.web.serving import Served, served


def test_what_is_said_before_the_chat_is_open_is_sent_when_it_is(
    visit: Visit, bot: Served, endpoint: FakeEngine
) -> None:
    page = visit("about:blank")
    held: list[Route] = []
    page.route("**/api/v1/conversations", lambda route: held.append(route))
    page.goto(bot.url)
    chat = Chat(page)
    chat.say("no code came")
    expect(chat.said("no code came")).to_contain_text("Sending")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    held[0].continue_()
    chat.greeted()
    chat.hears("You said: no code came")
    expect(chat.messages.nth(1)).to_contain_text("no code came")
    assert [message["text"] for message in endpoint.messages] == ["no code came"]


def test_while_the_chat_cannot_open_the_page_says_where_urgent_help_is(visit: Visit, bot: Served) -> None:
    page = visit("about:blank")
    page.route("**/api/v1/**", lambda route: route.abort())
    page.goto(bot.url)
    expect(page.locator("#connection")).to_contain_text("If a life is in danger, call 999 now.")


def test_a_history_that_breaks_off_is_read_again_from_its_beginning(chat: Chat) -> None:
    chat.ask("no code came")
    asked: list[str] = []

    def second_time_fails(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 2:
            route.abort()
        else:
            route.fallback()

    chat.page.route("**/api/v1/messages?*", second_time_fails)
    chat.page.reload()
    chat.greeted()
    chat.hears("You said: no code came")


def test_a_script_that_the_browser_cannot_read_leaves_the_plain_form(bot: Served, browser: Browser) -> None:
    context = browser.new_context()  # not of `visit`, which lets no script fail
    page = context.new_page()
    broken = "this is no script of ours"
    page.route("**/static/chat.js", lambda route: route.fulfill(content_type="text/javascript", body=broken))
    page.goto(bot.url)
    expect(page.locator(".plain")).to_be_visible()
    expect(page.locator("#app")).to_be_hidden()
    context.close()


def test_a_cry_for_help_is_heard_behind_a_message_that_has_to_wait(
    tmp_path: Path, endpoint: FakeEngine, visit: Visit
) -> None:
    with served(tmp_path, endpoint, messages_a_minute=1) as bot:
        chat = Chat(visit(bot.url)).greeted()
        chat.ask("first")
        chat.say("second")
        expect(chat.said("second")).to_contain_text("Not sent.")
        chat.say("i have chest pain and cant breathe")
        expect(chat.log.locator(".message--emergency")).to_have_count(1)


def test_where_no_stream_is_given_the_page_hears_of_all_that_changes(
    tmp_path: Path, endpoint: FakeEngine, visit: Visit
) -> None:
    with served(tmp_path, endpoint, most_streams=0) as bot:
        chat = Chat(visit(bot.url)).greeted()
        change(bot.settings, BANNER, "Emails are late today.", "ann")
        expect(chat.place.locator("#banner")).to_have_text("Emails are late today.")
        chat.page.close()  # before the bot ends: it asks again and again


def test_a_stream_that_tells_nothing_is_not_waited_for(bot: Served, visit: Visit) -> None:
    """As behind a proxy that holds back what has no end. It takes the page ten seconds to find out."""
    page = visit("about:blank")
    held: list[Route] = []
    page.route("**/api/v1/events", lambda route: held.append(route))
    page.goto(bot.url)
    chat = Chat(page).greeted()
    chat.ask("no code came")
    assert held
