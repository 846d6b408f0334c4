"""A list of the desk is declared in one place; its rows, tab, shortcut and empty text follow."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette

from bot.conversations.notifier import Notifier
from bot.conversations.support import Support
from bot.desk.lists import LISTS, DeskList
from bot.desk.pages import DESK
from bot.desk.work.lists import ListPages
from bot.storage.conversations.lists import Selection
from bot.storage.database import Database
from bot.storage.tables.conversations import conversations
from tests.desk.building import Browser, Office
from tests.desk.report_pages import row

BY_PHONE = DeskList("phone", "By phone", Selection(lambda _: conversations.c.channel == "sms"), "No phone rang.")


class NoSupport(Support):
    """To look at lists needs none."""

    def __init__(self) -> None:
        pass


@pytest.fixture
def browser(sqlite: Database) -> Browser:
    """Of an agent who has signed in at a desk with one list more."""
    office = Office(sqlite, lists=(*LISTS, BY_PHONE))
    signed_in = office.person().signs_in().browser
    made = Browser(Starlette(routes=ListPages(office.desk, NoSupport(), Notifier()).routes()))
    made.cookies = signed_in.cookies
    return made


def talks(database: Database, conversation: str, channel: str) -> None:
    at = Office(database).clock.now
    row(database, conversations, id=conversation, channel=channel, opened_at=at, last_message_at=at)


def test_a_new_list_shows_what_it_selects(sqlite: Database, browser: Browser) -> None:
    talks(sqlite, "sms-1", "sms")
    talks(sqlite, "web-1", "web")
    page = browser.get("/desk?show=phone").text
    assert "/desk/conversations/sms-1" in page
    assert "/desk/conversations/web-1" not in page


def test_it_has_its_title_and_its_words_for_nothing(browser: Browser) -> None:
    page = browser.get("/desk?show=phone").text
    assert "<h1>By phone</h1>" in page
    assert "No phone rang." in page


def test_every_list_has_a_tab_and_a_key(browser: Browser) -> None:
    page = browser.get("/desk").text
    assert '<a href="/desk?show=phone">By phone</a>' in page
    assert 'data-lists="waiting mine open closed phone"' in page


def test_a_list_that_is_not_there_is_the_first(browser: Browser) -> None:
    assert "<h1>Waiting</h1>" in browser.get("/desk?show=nonsense").text


def test_no_page_and_no_script_names_a_list() -> None:
    files = [file for file in Path(DESK).rglob("*") if file.suffix in (".html", ".js")]
    found = [file.name for file in files for one in LISTS if f"show={one.name}" in file.read_text("utf-8")]
    assert found == []
