"""A person at the web chat, with what people in messaging channels do and see."""

from __future__ import annotations

import time
from contextlib import closing

from tests.channels.provider import LIMIT
from tests.web.person import Person as AtThePage


class WebPerson:
    channel = "web"

    def __init__(self, url: str) -> None:
        self._page = AtThePage.at(url)
        self._before = 0

    def say(self, text: str) -> None:
        self._before = self._page.say(text)

    def press(self, title: str) -> None:
        self.wait_for_button(title)
        self._before = self._page.press(title)

    def wait_for_button(self, title: str) -> None:
        def offers(message) -> bool:  # type: ignore[no-untyped-def]
            return any(button["title"] == title for button in message["buttons"])

        if not any(offers(message) for message in self._page.log if message["sequence"] > self._before):
            self._look(offers)

    def wait_for(self, words: str) -> str:
        for message in self._page.log:
            if message["sequence"] > self._before and message["sender"] != "person" and words in message["text"]:
                return str(message["text"])
        return self._look(lambda message: message["sender"] != "person" and words in message["text"])

    def _look(self, wanted) -> str:  # type: ignore[no-untyped-def]
        deadline, heard = time.monotonic() + LIMIT, [m["text"] for m in self._page.log][-4:]
        with closing(self._page.events()) as events:
            for event, data in events:
                assert time.monotonic() < deadline, heard
                if event == "message":
                    self._page.log.append(data)
                    if data["sequence"] > self._before and wanted(data):
                        return str(data["text"])
        raise AssertionError("the stream ended")

    @property
    def conversation(self) -> str:
        return self._page.conversation

    def close(self) -> None:
        self._page.http.close()
