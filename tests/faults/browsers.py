"""An agent at a browser who does not give up: a page that did not come, a button that did nothing, is tried again."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Error

from tests.browser.agent import AgentAtDesk
from tests.faults.stubborn import PATIENCE, Impatient

LOOK = 3_000  # milliseconds for one thing on a page that is there
AGAIN = 300  # milliseconds between tries


class PatientAgent(AgentAtDesk):
    def until(self, what: str, done: Callable[[], bool], act: Callable[[], object]) -> None:
        deadline = time.monotonic() + PATIENCE
        self.page.set_default_timeout(LOOK)
        while time.monotonic() < deadline:
            try:
                if done():
                    return
                act()
            except (Error, AssertionError):  # the browser's own page: nobody answers there
                pass
            self.page.wait_for_timeout(AGAIN)
        raise Impatient(f"{what} did not happen in {PATIENCE:.0f} s; the page is {self.page.url}")

    def take_the_next(self) -> str:
        """The conversation's id."""

        def look_for_one() -> None:
            self.show()
            self.open("Cannot connect to the GP surgery")
            self.page.get_by_role("button", name="Take this conversation").click()
            self.reply.wait_for()

        self.until("taking somebody", lambda: self.reply.is_visible(), look_for_one)
        return urlsplit(self.page.url).path.rpartition("/")[2]

    def answer(self, text: str) -> None:
        """What was not sent stays in its field, and is sent again from there."""

        def send() -> None:
            if not self.reply.input_value():
                self.reply.fill(text)
            self.page.get_by_role("button", name="Send").click()
            self.log.get_by_text(text).wait_for()

        self.until(f"answering {text}", lambda: self.log.get_by_text(text).count() > 0, send)

    def give_back(self) -> None:
        """The page is reloaded if the form was not submitted."""
        own = self.page.url

        def give() -> None:
            self.page.goto(own)
            if self.reply.is_visible():
                self.choose("Give back, settled")

        def given() -> bool:
            return self.log.count() > 0 and not self.reply.is_visible()

        self.until("giving back", given, give)
