"""A conversation on the page: what is said, pressed, saved, ended and deleted."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.pictures import picture
from tests.web.fake_engine import FakeEngine
from tests.web.serving import Served

HTML = "<img src=x onerror=alert(1)><b>bold</b> &amp; {{ 7 * 7 }}"


def test_a_conversation_from_the_first_word_to_a_pressed_button(chat: Chat) -> None:
    picture(chat.page, "start")
    chat.ask("no code came")
    expect(chat.text).to_have_value("")
    picture(chat.page, "buttons")
    chat.press("Yes")
    chat.hears("You said: /affirm")
    chat.said("Yes")


def test_older_buttons_go(chat: Chat) -> None:
    chat.ask("no code came")
    expect(chat.place.locator(".choices")).to_have_count(1)
    chat.ask("still none")
    expect(chat.place.locator(".choices")).to_have_count(1)
    expect(chat.messages.last.locator(".choices button")).to_have_text(["Yes", "No"])


def test_the_page_says_that_it_is_an_automated_assistant(chat: Chat) -> None:
    expect(chat.place.locator("header")).to_contain_text("Automated assistant")
    expect(chat.place.locator("#holder")).to_have_text("You are talking to an automated assistant.")


def test_every_message_says_who_sent_it_and_when(chat: Chat) -> None:
    chat.ask("no code came")
    for line in chat.place.locator(".message__who").all_text_contents():
        assert re.fullmatch(r"(You|NHS login assistant, automated assistant), \d{1,2}:\d\d[ap]m", line)
    for time in chat.place.locator(".message__who time").all():
        assert re.match(r"\d{4}-\d\d-\d\dT", time.get_attribute("datetime") or "")


def test_an_answered_message_is_marked_read(chat: Chat) -> None:
    chat.ask("no code came")
    expect(chat.said("no code came").locator(".message__state")).to_have_text("Read")


def test_the_assistant_is_seen_writing(chat: Chat, bot: Served, endpoint: FakeEngine) -> None:
    endpoint.may_answer = bot.call(asyncio.Event)
    chat.say("no code came")
    typing = chat.place.locator("#typing")
    expect(typing).to_have_text("NHS login assistant is writing")
    picture(chat.page, "writing")
    bot.call(endpoint.may_answer.set)
    chat.hears("You said: no code came")
    expect(typing).to_be_empty()


def test_an_emergency_is_a_care_card_that_begins_in_view(chat: Chat, endpoint: FakeEngine) -> None:
    endpoint.away = True
    chat.say("i have chest pain and cant breathe")
    card = chat.place.locator(".message--emergency")
    expect(card.get_by_role("heading")).to_have_text(re.compile("^Immediate action required: Emergency$"))
    expect(card).to_contain_text("999")
    expect(card.get_by_role("heading")).to_be_in_viewport(ratio=1)
    expect(chat.button("New messages")).to_be_hidden()
    picture(chat.page, "emergency")


def test_an_emergency_stays_in_view_when_the_window_changes(chat: Chat) -> None:
    for height in (740, 1400, 600):
        chat.page.set_viewport_size({"width": 360, "height": height})
        if height == 740:
            chat.say("i have chest pain")
        expect(chat.place.get_by_role("heading", name="Emergency")).to_be_in_viewport()
        chat.hears("When you are safe")


def test_a_password_is_shown_hidden_and_kept_nowhere(chat: Chat) -> None:
    chat.say("my password is Sunflower22!")
    chat.said("[password removed]")
    expect(chat.place.locator("#typing")).to_be_empty()
    chat.hears("You said:")
    assert "Sunflower22!" not in chat.page.content()
    assert "Sunflower22!" not in chat.kept()
    chat.page.reload()
    chat.said("[password removed]")
    picture(chat.page, "password")


def test_links_in_an_answer_are_safe(chat: Chat, endpoint: FakeEngine) -> None:
    endpoint.answers = lambda _: [{"text": "Go to 111.nhs.uk, https://www.nhs.uk/a?b=1. Or email help@nhs.uk"}]
    chat.say("hello")
    links = chat.messages.last.get_by_role("link")
    expect(links).to_have_count(3)
    assert [link.get_attribute("href") for link in links.all()] == [
        "https://111.nhs.uk",
        "https://www.nhs.uk/a?b=1",
        "mailto:help@nhs.uk",
    ]
    for link in links.all()[:2]:
        assert (link.get_attribute("target"), link.get_attribute("rel")) == ("_blank", "noopener noreferrer")
        expect(link).to_contain_text("(opens in a new tab)")


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "http://evil.test"]
)
def test_no_other_kind_of_address_becomes_a_link(chat: Chat, endpoint: FakeEngine, text: str) -> None:
    endpoint.answers = lambda _: [{"text": text}]
    chat.say("hello")
    chat.hears(text)
    expect(chat.messages.last.get_by_role("link")).to_have_count(0)


def test_html_is_shown_as_text(chat: Chat, endpoint: FakeEngine) -> None:
    button = {"title": HTML, "payload": "/affirm"}
    endpoint.answers = lambda _: [{"text": HTML, "buttons": [button]}]
    chat.say(HTML)
    expect(chat.hears(HTML).locator(".message__body")).to_have_text(HTML)
    expect(chat.said(HTML).locator(".message__body")).to_have_text(HTML)
    expect(chat.button(HTML)).to_be_visible()
    expect(chat.log.locator("img, b:not(.message__who b)")).to_have_count(0)


def test_a_message_that_is_too_long_is_counted_and_not_sent(chat: Chat, endpoint: FakeEngine) -> None:
    counter, error = chat.place.locator("#counter"), chat.place.get_by_role("alert")
    chat.text.fill("a" * 990)
    expect(counter).to_have_text("10 characters left")
    expect(chat.place.locator("#counted")).to_have_text("10 characters left")
    chat.say("a" * 1001)
    expect(counter).to_have_text("1 character too many")
    expect(error).to_have_text("Your message is too long. Remove 1 or more characters to send it.")
    expect(chat.text).to_have_attribute("aria-invalid", "true")
    expect(chat.text).to_have_value("a" * 1001)
    picture(chat.page, "too-long")
    chat.say("a" * 1000)
    chat.said("a" * 1000)
    expect(error).to_be_hidden()  # nothing is said twice
    assert [len(message["text"]) for message in endpoint.messages] in ([], [1000])


def test_an_empty_message_is_answered_with_words(chat: Chat) -> None:
    chat.say("  ")
    expect(chat.place.get_by_role("alert")).to_have_text("Write a message first.")
    expect(chat.messages).to_have_count(1)


def test_shift_and_enter_begin_a_new_line(chat: Chat) -> None:
    chat.text.fill("one")
    chat.text.press("Shift+Enter")
    chat.text.press_sequentially("two")
    chat.text.press("Enter")
    expect(chat.said("one").locator("p").nth(1)).to_have_text("one\ntwo", use_inner_text=True)


def test_a_person_can_be_asked_for(chat: Chat) -> None:
    chat.press("Talk to a person")
    chat.hears("You said: /request_human")
    chat.said("Talk to a person")


def test_new_messages_are_offered_to_who_reads_older_ones(chat: Chat, bot: Served, endpoint: FakeEngine) -> None:
    chat.ask("a line\n" * 60)
    endpoint.may_answer = bot.call(asyncio.Event)
    chat.say("no code came")
    expect(chat.place.locator("#typing")).not_to_be_empty()
    chat.log.evaluate("log => { log.scrollTop = 0; }")
    bot.call(endpoint.may_answer.set)
    newer = chat.button("New messages")
    expect(newer).to_be_visible()
    picture(chat.page, "new-messages")
    newer.click()
    expect(chat.messages.last).to_be_in_viewport()
    expect(newer).to_be_hidden()


def test_a_conversation_is_saved_as_a_text_file(chat: Chat, tmp_path: Path) -> None:
    chat.ask("no code came")
    with chat.page.expect_download() as saving:
        chat.choose("Save as a text file")
    assert saving.value.suggested_filename == "nhs-login-conversation.txt"
    saving.value.save_as(tmp_path / "saved.txt")
    saved = (tmp_path / "saved.txt").read_text("utf-8")
    assert saved.startswith("Conversation about NHS login\n\nSaved on ")
    assert re.search(r"You, \d.*\nno code came\n\nNHS login assistant, .*\nYou said: no code came\n", saved)


def test_ending_asks_first_and_leaves_the_messages(chat: Chat) -> None:
    chat.ask("no code came")
    chat.choose("End conversation")
    picture(chat.page, "end-question")
    chat.press("No, continue")
    expect(chat.text).to_be_visible()
    chat.choose("End conversation")
    chat.press("Yes, end it")
    expect(chat.place.locator("#over-words")).to_have_text(
        "This conversation has ended. You can still read and save it."
    )
    expect(chat.text).to_be_hidden()
    expect(chat.place.locator(".choices")).to_have_count(0)
    chat.said("no code came")
    picture(chat.page, "ended")
    chat.press("Start a new conversation")
    expect(chat.text).to_be_focused()
    expect(chat.messages).to_have_count(1)


def test_deleting_asks_first_and_leaves_nothing(chat: Chat) -> None:
    chat.ask("no code came")
    chat.choose("Delete conversation")
    question = chat.place.get_by_role("group", name="Delete this conversation?")
    expect(question.get_by_role("heading")).to_be_focused()
    picture(chat.page, "delete-question")
    chat.page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    chat.said("no code came")
    chat.text.fill("half a sentence")
    chat.choose("Delete conversation")
    chat.press("Yes, delete it")
    expect(chat.place.locator("#over-words")).to_have_text("The conversation has been deleted.")
    expect(chat.place.locator("#over-words")).to_be_focused()
    assert "half a sentence" not in chat.kept()
    expect(chat.messages).to_have_count(0)
    assert chat.kept() == "[{},{}]"
    picture(chat.page, "deleted")


def test_leaving_quickly_leaves_no_way_back(chat: Chat) -> None:
    chat.page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Weather"))
    chat.place.get_by_role("link", name="Leave this page quickly").click()
    chat.page.wait_for_url("https://www.bbc.co.uk/weather")
    chat.page.go_back()
    assert chat.page.url == "about:blank"
