"""A small fake reception, and a client of the pages in front of it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import cast

import httpx
from starlette.applications import Starlette

from bot.channels.web.pages import page_routes
from bot.conversations.banner import Banner
from bot.conversations.entry import Entry, OfferedButton, Sender
from bot.conversations.holder import Holder
from bot.conversations.inbox import State
from bot.conversations.reception import Reception
from bot.conversations.refusals import Gone, TooLong, Unavailable
from bot.http.tokens import Tokens
from bot.settings import Settings

OWN = {"Sec-Fetch-Site": "same-origin"}
FORM = "00000000-0000-4000-8000-000000000001"


class FakeReception:
    """Keeps what it is told; answers every message with an echo, unless it is `slow`."""

    def __init__(self) -> None:
        self.conversations: dict[str, list[Entry]] = {}
        self.ended: set[str] = set()
        self.slow = False
        self.broken = False
        self.incident: str | None = None

    async def open(self, channel: str, address: str) -> str:
        conversation = f"{channel}-{len(self.conversations)}"
        self.conversations[conversation] = []
        self._add(conversation, "greeting", Sender.ASSISTANT, "Hello. Go to 111.nhs.uk for <b>medical</b> help.")
        return conversation

    def _add(self, conversation: str, message_id: str, sender: Sender, text: str) -> int:
        entries = self._entries(conversation)
        buttons = (OfferedButton("Yes", "token-yes"),) if sender is Sender.ASSISTANT else ()
        at = datetime(2026, 1, 2, 15, 4, tzinfo=UTC)
        name = "Robin" if sender is Sender.ASSISTANT else ""
        entries.append(Entry(len(entries) + 1, message_id, sender, name, text, at, buttons))
        return len(entries)

    def _entries(self, conversation: str) -> list[Entry]:
        if self.broken:
            raise Unavailable
        if conversation not in self.conversations:
            raise Gone
        return self.conversations[conversation]

    async def receive(
        self, conversation: str, message_id: str, *, text: str | None = None, button: str | None = None
    ) -> int:
        if text is not None and len(text) > 1000:
            raise TooLong
        for entry in self._entries(conversation):
            if entry.id == message_id:
                return entry.sequence
        sequence = self._add(conversation, message_id, Sender.PERSON, text or f"[{button}]")
        if not self.slow:
            self._add(conversation, f"answer-{sequence}", Sender.ASSISTANT, "Heard.")
        return sequence

    async def wait_for_answer(self, conversation: str, sequence: int, timeout: float) -> bool:
        return not self.slow

    async def entries(self, conversation: str, after: int = 0) -> list[Entry]:
        return [entry for entry in self._entries(conversation) if entry.sequence > after]

    async def state(self, conversation: str) -> State:
        last = len(self._entries(conversation))
        return State(Holder.ASSISTANT, None, conversation in self.ended, 0 if self.slow else last, last)

    async def has_ended(self, conversation: str) -> bool:
        return conversation in self.ended

    async def end(self, conversation: str) -> None:
        self.ended.add(conversation)

    async def erase(self, conversation: str) -> None:
        self.conversations.pop(conversation, None)

    async def banner(self) -> Banner:
        if self.broken:
            raise Unavailable
        return Banner(self.incident)

    def said(self) -> list[str]:
        """What the person said, in all conversations."""
        return [e.text for all_ in self.conversations.values() for e in all_ if e.sender is Sender.PERSON]


def settings() -> Settings:
    return Settings(support_link="https://example.org", engine_token="x")


class Browser:
    """Keeps its cookies and follows redirects."""

    def __init__(self, reception: FakeReception, base_url: str) -> None:
        app = Starlette(routes=page_routes(cast(Reception, reception), Tokens("k" * 40, 7), settings()))
        self._transport = httpx.ASGITransport(app)
        self._base_url = base_url
        self.cookies = httpx.Cookies()
        self.headers = dict(OWN)

    def get(self, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
        return self._ask("GET", path, headers, None, follow=True)

    def post(
        self, path: str, data: dict[str, str], headers: dict[str, str] | None = None, *, follow_redirects: bool = True
    ) -> httpx.Response:
        return self._ask("POST", path, headers, data, follow=follow_redirects)

    def _ask(
        self, method: str, path: str, headers: dict[str, str] | None, data: dict[str, str] | None, *, follow: bool
    ) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(
                transport=self._transport, base_url=self._base_url, cookies=self.cookies, follow_redirects=follow
            ) as http:
                answer = await http.request(method, path, headers={**self.headers, **(headers or {})}, data=data)
                self.cookies = http.cookies
                return answer

        return asyncio.run(ask())


def client(reception: FakeReception, base_url: str = "http://testserver") -> Browser:
    return Browser(reception, base_url)


def started(reception: FakeReception) -> Browser:
    page = client(reception)
    page.post("/start", data={"id": FORM})
    return page
