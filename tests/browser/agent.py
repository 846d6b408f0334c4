"""An agent in a browser of their own: joins by the one-time link, signs in with password and code, and works."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Self

import pyotp
from playwright.sync_api import Locator, Page, expect

from bot.commands.desk_user import make_link
from bot.settings import Settings
from tests.browser.pictures import picture

PASSWORD = "umbrella canal teapot"


class AgentAtDesk:
    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.secret = ""

    def join(self, settings: Settings, login: str, name: str, role: Any) -> Self:
        """By the link that `make desk-user` prints."""
        link = make_link(settings, login, {"name": name, "role": role}, "root")
        self.page.goto(self.url + "/desk/join/" + link.rstrip("/").rpartition("/")[2])
        picture(self.page, "desk-join")
        self.page.get_by_label("New password", exact=True).fill(PASSWORD)
        self.page.get_by_label("Repeat the new password").fill(PASSWORD)
        self.page.get_by_role("button", name="Continue").click()
        self.secret = re.sub(r"\s", "", self.page.locator(".desk-code").first.inner_text())
        picture(self.page, "desk-set-up")
        self.page.get_by_label(re.compile("code", re.IGNORECASE)).first.fill(self.code())
        self.page.locator("main form button").first.click()
        expect(self.page.locator(".desk-codes li")).to_have_count(10)
        picture(self.page, "desk-recovery-codes")
        self.page.locator("main form button").first.click()
        return self

    def code(self, steps: int = 0) -> str:
        """The authenticator app's; a later one, as each is taken once."""
        return pyotp.TOTP(self.secret).at(datetime.now(UTC) + timedelta(seconds=30 * steps))

    def sign_out(self) -> None:
        self.page.get_by_role("button", name="Sign out").click()

    def sign_in(self, login: str) -> None:
        self.page.goto(f"{self.url}/desk/sign-in")
        picture(self.page, "desk-sign-in")
        self.page.get_by_label("Login").fill(login)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Continue").click()
        picture(self.page, "desk-second-factor")
        self.page.get_by_label("Code").fill(self.code(1))
        self.page.get_by_role("button", name="Sign in").click()

    def show(self, title: str = "Waiting") -> None:
        self.page.goto(f"{self.url}/desk")
        self.page.get_by_role("navigation", name="Lists").get_by_role("link", name=title).click()

    def be_there(self) -> None:
        self.page.goto(f"{self.url}/desk")
        self.page.get_by_role("button", name="Set yourself as available").click()
        expect(self.page.locator("#there")).to_contain_text("available")

    def open(self, problem: str) -> None:
        self.page.get_by_role("link", name=re.compile(problem)).first.click()

    def take(self) -> None:
        self.page.get_by_role("button", name="Take this conversation").click()
        expect(self.reply).to_be_visible()

    def is_listened_to(self) -> None:
        """The page's script is there; before, forms are sent without it and nothing is kept."""
        expect(self.page.locator("html[data-live]")).to_be_attached()
        expect(self.reply).to_be_visible()

    def reload(self) -> None:
        self.page.reload()
        self.is_listened_to()

    @property
    def reply(self) -> Locator:
        return self.page.get_by_label("Your reply")

    @property
    def log(self) -> Locator:
        return self.page.locator("#log")

    def say(self, text: str) -> None:
        self.reply.fill(text)
        self.page.get_by_role("button", name="Send").click()
        expect(self.log).to_contain_text(text)

    def choose(self, button: str) -> None:
        self.page.get_by_text("Pass on, give back or close").click()
        self.page.get_by_role("button", name=button, exact=True).click()
