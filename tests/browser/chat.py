"""The chat as a person sees it: what can be done on the page, and what is read there."""

from __future__ import annotations

from playwright.sync_api import FrameLocator, Locator, Page, expect

expect.set_options(timeout=15_000)


class Chat:
    """`place` is where the chat is: the page itself, or the frame of the widget; `timeout` in milliseconds."""

    def __init__(self, page: Page, place: Page | FrameLocator | None = None, timeout: float | None = None) -> None:
        self.page = page
        self.timeout = timeout
        self.place = place or page
        self.log = self.place.locator("#log")
        self.messages = self.place.locator("#messages > li")
        self.text = self.place.get_by_label("Your message")

    def greeted(self) -> Chat:
        expect(self.messages.first).to_contain_text("automated assistant", timeout=self.timeout)
        return self

    def say(self, text: str) -> None:
        self.text.fill(text)
        self.text.press("Enter")

    def ask(self, text: str) -> None:
        """Says it and waits for the echo of the endpoint."""
        self.say(text)
        self.hears(f"You said: {text}")
        expect(self.messages.last).to_contain_text("Is that right?")

    def hears(self, words: str) -> Locator:
        """Exactly one message of those words."""
        found = self.messages.filter(has_text=words).filter(has_not=self.place.locator(".message__state"))
        expect(found).to_have_count(1, timeout=self.timeout)
        return found

    def said(self, words: str) -> Locator:
        """The person's own message, which is there once."""
        found = self.place.locator("#messages > .message--person").filter(has_text=words)
        expect(found).to_have_count(1)
        return found

    def button(self, title: str) -> Locator:
        return self.place.get_by_role("button", name=title, exact=True)

    def press(self, title: str) -> None:
        self.button(title).click()

    def choose(self, option: str) -> None:
        """One of "More options"."""
        self.place.get_by_text("More options").click()
        self.press(option)

    def kept(self) -> str:
        """All that the browser keeps of the chat across reloads."""
        return str(self.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])"))
