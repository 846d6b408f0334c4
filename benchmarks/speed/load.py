"""People at either system: how long from sending a message to the whole answer at the person's end."""

from __future__ import annotations

import asyncio
import statistics
import time
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Protocol

import aiohttp

from benchmarks.server_sent_events import EventReader

SCRIPT = ("I am not getting the security code by email", "no", "still nothing", "thank you")
TIMEOUT = aiohttp.ClientTimeout(total=None, sock_read=120)


class Talk(Protocol):
    """One conversation."""

    async def say(self, text: str) -> float:
        """Seconds until the answer is there."""
        ...

    async def close(self) -> None: ...


class StockTalk:
    """Rasa's REST channel answers with the reply."""

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self._http = http
        self._sender = uuid.uuid4().hex

    async def say(self, text: str) -> float:
        began = time.perf_counter()
        body = {"sender": self._sender, "message": text}
        async with self._http.post("/webhooks/rest/webhook", json=body) as answer:
            await answer.read()
        return time.perf_counter() - began

    async def close(self) -> None:
        return


class OurTalk:
    """Sends by POST and reads the answer from the stream, as the page does."""

    def __init__(self, http: aiohttp.ClientSession, token: str) -> None:
        self._http = http
        self._headers = {"Authorization": f"Bearer {token}"}
        self._events = self._read()
        self._answered = 0
        self._news = asyncio.Condition()
        self._reading = asyncio.create_task(self._follow())

    @classmethod
    async def begin(cls, http: aiohttp.ClientSession) -> OurTalk:
        async with http.post("/api/v1/conversations", json={}) as opened:
            return cls(http, (await opened.json())["token"])

    async def _read(self) -> AsyncIterator[int]:
        async with self._http.get("/api/v1/events", headers=self._headers) as stream:
            reader = EventReader()
            async for line in stream.content:
                event = reader.feed(line.decode().rstrip("\n"))
                if event and event.name == "read":
                    yield int(event.data["up_to"])

    async def _follow(self) -> None:
        async with aclosing(self._events) as events:  # type: ignore[type-var]
            async for up_to in events:
                async with self._news:
                    self._answered = up_to
                    self._news.notify_all()

    async def say(self, text: str) -> float:
        began = time.perf_counter()
        body = {"id": str(uuid.uuid4()), "text": text}
        async with self._http.post("/api/v1/messages", json=body, headers=self._headers) as sent:
            sequence = (await sent.json())["sequence"]
        async with self._news:
            await self._news.wait_for(lambda: self._answered >= sequence)
        return time.perf_counter() - began

    async def close(self) -> None:
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)


async def begin(name: str, http: aiohttp.ClientSession) -> Talk:
    return await OurTalk.begin(http) if name == "ours" else StockTalk(http)


def client(url: str) -> aiohttp.ClientSession:
    """A light one: what it takes for itself is measured with both systems."""
    connector = aiohttp.TCPConnector(limit=0)
    return aiohttp.ClientSession(url, timeout=TIMEOUT, connector=connector, raise_for_status=True)


@dataclass(frozen=True)
class Load:
    """Milliseconds, and messages a second."""

    median: float
    slow: float  # the 95th percentile
    rate: float

    @classmethod
    def of(cls, seconds: Sequence[float], whole: float) -> Load:
        slow = statistics.quantiles(seconds, n=20)[-1]
        return cls(1000 * statistics.median(seconds), 1000 * slow, len(seconds) / whole)


async def talk_at_once(name: str, url: str, at_once: int, conversations: int) -> Load:
    """`conversations` of the script's messages, `at_once` of them at the same time."""
    seconds: list[float] = []
    waiting = iter(range(conversations))

    async def people(http: aiohttp.ClientSession) -> None:
        for _ in waiting:
            talk = await begin(name, http)
            seconds.extend([await talk.say(text) for text in SCRIPT])
            await talk.close()

    async with client(url) as http:
        began = time.perf_counter()
        await asyncio.gather(*(people(http) for _ in range(at_once)))
        return Load.of(seconds, time.perf_counter() - began)


async def long_talk(name: str, url: str, turns: int, around: int = 3, talks: int = 3) -> tuple[float, float]:
    """Median milliseconds of the turns around the fifth and around the last."""
    early: list[float] = []
    late: list[float] = []
    async with client(url) as http:
        for _ in range(talks):
            talk = await begin(name, http)
            for turn in range(1, turns + around + 1):
                took = await talk.say(SCRIPT[turn % 3])
                if abs(turn - 5) <= around:
                    early.append(took)
                if abs(turn - turns) <= around:
                    late.append(took)
            await talk.close()
    return 1000 * statistics.median(early), 1000 * statistics.median(late)
