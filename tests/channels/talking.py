"""A person in a messaging channel: what they type and press reaches the bot as their provider would bring it."""

from __future__ import annotations

from dataclasses import dataclass

import httpx

from tests.channels.driver import Driver, Request
from tests.channels.provider import LIMIT, Provider, Seen


@dataclass
class Person:
    """One person in one channel. `provider` is where what they are sent arrives; `at` the bot's address on loopback."""

    channel: str
    driver: Driver
    provider: Provider
    at: str
    address: str

    def __post_init__(self) -> None:
        self.read = 0  # messages of the provider that were looked at

    # What they do

    def say(self, text: str) -> httpx.Response:
        return self.post(self.driver.say(self.address, text))

    def press(self, title: str) -> httpx.Response:
        """A button that was offered since they last did something; where there are none, its number."""
        self.wait_for_button(title)
        request = self.offer(title)
        assert request is not None
        return self.post(request)

    def wait_for_button(self, title: str) -> None:
        with self.provider.news:
            assert self.provider.news.wait_for(lambda: self.offer(title), LIMIT), [one.text for one in self.mine][-3:]

    def offer(self, title: str) -> Request | None:
        """What pressing it sends; None where nothing offers it."""
        for seen in reversed([one for one in self.provider.sent[self.read :] if one.address == self.shown_address]):
            for name, token in seen.buttons:
                if name == title and self.driver.press:
                    return self.driver.press(self.address, seen, name, token)
            for line in seen.text.splitlines():
                if line.endswith(f". {title}") and line[:1].isdigit():
                    return self.driver.say(self.address, line.partition(".")[0])
        return None

    def post(self, request: Request) -> httpx.Response:
        self.read = len(self.provider.sent)
        url = f"{self.at}/channels/{self.channel}"
        return httpx.post(url, content=request.body, headers=request.headers, timeout=30, trust_env=False)

    # What they see

    @property
    def mine(self) -> list[Seen]:
        return [seen for seen in self.provider.sent if seen.address == self.shown_address]

    @property
    def shown_address(self) -> str:
        return self.driver.shown_address(self.address)

    def wait_for(self, words: str) -> str:
        """The message that came since they last did something."""
        return self.provider.wait_for(words, self.read, self.shown_address).text

    @property
    def since(self) -> str:
        """Everything that came since they last did something."""
        return "\n".join(one.text for one in self.provider.sent[self.read :] if one.address == self.shown_address)
