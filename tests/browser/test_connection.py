"""The network, the server and the page go away and come back; nothing is lost and nothing is sent twice."""

from __future__ import annotations

import asyncio
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.conftest import Visit
from tests.browser.pictures import picture
from tests.web.fake_engine import FakeEngine
from tests.web.serving import Served, served

OFFLINE = "You are not connected. We will keep trying. You can carry on typing."


def sent_once(endpoint: FakeEngine, *texts: str) -> None:
    """The engine was asked each of them, in their order, and none again."""
    assert [message["text"] for message in endpoint.messages] == list(texts)


def test_the_messages_are_there_after_a_reload(chat: Chat) -> None:
    chat.ask("no code came")
    chat.ask("still none")
    bodies = chat.messages.locator(".message__body")
    before = bodies.all_inner_texts()
    chat.page.reload()
    expect(bodies).to_have_text(before, use_inner_text=True)
    chat.press("Yes")
    chat.hears("You said: /affirm")


def test_a_draft_survives_a_reload(chat: Chat) -> None:
    chat.text.fill("I was about to say")
    chat.page.reload()
    expect(chat.text).to_have_value("I was about to say")
    chat.text.press("Enter")
    chat.said("I was about to say")
    chat.page.reload()
    expect(chat.text).to_have_value("")


def test_a_message_said_without_network_is_sent_once_when_it_is_back(chat: Chat, endpoint: FakeEngine) -> None:
    chat.ask("first")
    chat.page.context.set_offline(True)
    chat.say("second")
    expect(chat.said("second")).to_contain_text("Not sent.")
    expect(chat.place.locator("#connection")).to_have_text(OFFLINE)
    picture(chat.page, "offline")
    chat.page.context.set_offline(False)
    chat.hears("You said: second")
    expect(chat.place.locator("#connection")).to_have_text("You are connected again.")
    sent_once(endpoint, "first", "second")


def test_a_message_said_without_network_survives_a_reload(chat: Chat, endpoint: FakeEngine) -> None:
    block = "**/api/v1/messages"
    chat.page.route(block, lambda route: route.abort() if route.request.method == "POST" else route.fallback())
    chat.say("no code came")
    expect(chat.said("no code came")).to_contain_text("Not sent.")
    chat.page.unroute(block)
    chat.page.reload()
    chat.hears("You said: no code came")
    chat.said("no code came")
    sent_once(endpoint, "no code came")


def test_what_was_not_sent_can_be_tried_again_or_removed(chat: Chat, endpoint: FakeEngine) -> None:
    block = "**/api/v1/messages"
    chat.page.route(block, lambda route: route.abort())
    chat.say("remove me")
    chat.say("send me")
    expect(chat.said("remove me")).to_contain_text("Not sent.")
    picture(chat.page, "not-sent")
    chat.press("Remove it")
    expect(chat.place.get_by_text("remove me")).to_have_count(0)
    chat.page.unroute(block)
    again = chat.button("Try again")
    if again.count():
        again.click()
    chat.hears("You said: send me")
    sent_once(endpoint, "send me")


def test_a_message_whose_answer_is_lost_on_the_way_is_taken_once(chat: Chat, endpoint: FakeEngine) -> None:
    lost = []

    def lose_the_first(route: object) -> None:
        if lost:
            route.fallback()  # type: ignore[attr-defined]
            return
        lost.append(route.fetch())  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    chat.page.route("**/api/v1/messages", lose_the_first)
    chat.say("no code came")
    chat.hears("You said: no code came")
    chat.said("no code came")
    sent_once(endpoint, "no code came")


def test_a_message_said_while_the_bot_is_away_is_answered_by_the_next_one(
    tmp_path: Path, endpoint: FakeEngine, visit: Visit
) -> None:
    with served(tmp_path, endpoint) as bot:
        chat = Chat(visit(bot.url)).greeted()
        chat.ask("first")
    chat.say("second")
    expect(chat.said("second")).to_contain_text("Not sent.")
    with served(tmp_path, endpoint, bot_port=bot.settings.bot_port):
        chat.hears("You said: second")
        chat.said("second")
    sent_once(endpoint, "first", "second")


def test_a_message_that_was_not_answered_is_answered_by_the_next_bot(
    tmp_path: Path, endpoint: FakeEngine, visit: Visit
) -> None:
    endpoint.away = True
    with served(tmp_path, endpoint) as bot:
        chat = Chat(visit(bot.url)).greeted()
        chat.say("no code came")
        expect(chat.said("no code came").locator(".message__state")).to_have_text("Sent")
    endpoint.away = False
    with served(tmp_path, endpoint, bot_port=bot.settings.bot_port):
        chat.hears("You said: no code came")
        chat.said("no code came")
    sent_once(endpoint, "no code came")


def test_two_tabs_show_the_same(chat: Chat, bot: Served) -> None:
    chat.ask("from the first")
    page = chat.page.context.new_page()
    page.goto(bot.url)
    other = Chat(page).greeted()
    other.ask("from the second")
    chat.hears("You said: from the second")
    assert [m.inner_text() for m in chat.messages.all()] == [m.inner_text() for m in other.messages.all()]
    chat.press("No")
    other.hears("You said: /deny")
    other.said("No")


def test_a_conversation_deleted_in_one_tab_goes_from_the_other(chat: Chat, bot: Served) -> None:
    chat.ask("no code came")
    page = chat.page.context.new_page()
    page.goto(bot.url)
    other = Chat(page).greeted()
    other.choose("Delete conversation")
    other.press("Yes, delete it")
    expect(chat.messages).to_have_count(0)
    expect(chat.button("Start a new conversation")).to_be_visible()


def test_where_no_stream_is_given_the_page_asks(tmp_path: Path, endpoint: FakeEngine, visit: Visit) -> None:
    with served(tmp_path, endpoint, most_streams=0) as bot:
        chat = Chat(visit(bot.url)).greeted()
        chat.ask("no code came")
        chat.press("Yes")
        chat.hears("You said: /affirm")
        chat.page.close()  # before the bot ends: it asks again and again


def test_a_token_that_is_refused_leads_to_a_new_conversation(chat: Chat) -> None:
    chat.ask("no code came")
    chat.page.evaluate("localStorage.setItem('nhs-login-assistant.token', 'no-such-token')")
    chat.text.fill("my draft")
    chat.page.reload()
    sentence = "You cannot open this conversation any more. You can start a new one."
    expect(chat.place.locator("#over-words")).to_have_text(sentence)
    expect(chat.messages).to_have_count(0)
    picture(chat.page, "refused")
    chat.press("Start a new conversation")
    chat.greeted()
    expect(chat.text).to_have_value("my draft")
    chat.ask("hello")


def test_too_many_messages_wait_and_say_so(tmp_path: Path, endpoint: FakeEngine, visit: Visit) -> None:
    with served(tmp_path, endpoint, messages_a_minute=1) as bot:
        chat = Chat(visit(bot.url)).greeted()
        chat.ask("first")
        chat.say("second")
        expect(chat.said("second")).to_contain_text("Not sent.")
        expect(chat.button("Remove it")).to_be_visible()
        picture(chat.page, "too-many")


def test_the_page_opens_when_the_bot_can_be_reached_again(visit: Visit, bot: Served) -> None:
    page = visit("about:blank")
    page.route("**/api/v1/**", lambda route: route.abort())
    page.goto(bot.url)
    chat = Chat(page)
    expect(chat.place.locator("#connection")).to_contain_text("We could not reach the assistant.")
    picture(page, "not-opened")
    page.unroute("**/api/v1/**")
    chat.greeted()
    expect(chat.place.locator("#connection")).to_be_hidden()


def test_an_answer_made_while_the_page_is_closed_is_there_when_it_opens_again(
    chat: Chat, bot: Served, endpoint: FakeEngine
) -> None:
    endpoint.may_answer = bot.call(asyncio.Event)
    chat.say("no code came")
    expect(chat.place.locator("#typing")).not_to_be_empty()
    chat.page.goto("about:blank")
    bot.call(endpoint.may_answer.set)
    chat.page.goto(bot.url)
    chat.hears("You said: no code came")
    sent_once(endpoint, "no code came")
