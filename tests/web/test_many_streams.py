"""More than a thousand open streams: each hears its own conversation, and the bot goes on answering."""

from __future__ import annotations

import asyncio
import json
import resource
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.web.fake_engine import FakeEngine
from tests.web.serving import Served, served

CONVERSATIONS, EACH = 120, 10
FILES = 2 * CONVERSATIONS * EACH + 500  # both ends are in this process


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Served]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(FILES, hard)), hard))
    try:
        with served(tmp_path, FakeEngine(), conversations_an_hour=1000, most_streams=2000) as running:
            yield running
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


async def stream(url: str, token: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Open, and its first event read."""
    place = urlsplit(url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    head = f"GET /api/v1/events HTTP/1.1\r\nHost: {place.netloc}\r\nAuthorization: Bearer {token}\r\n\r\n"
    writer.write(head.encode())
    assert b"200 OK" in await reader.readline()
    await reader.readuntil(b"event: message")
    return reader, writer


async def talk(url: str) -> None:
    async with httpx.AsyncClient(base_url=f"{url}/api/v1", timeout=60, trust_env=False) as http:
        tokens = [(await http.post("/conversations", json={})).json()["token"] for _ in range(CONVERSATIONS)]
        opened = [await asyncio.gather(*(stream(url, token) for _ in range(EACH))) for token in tokens]
        for name, at in (("Ann", 0), ("Ben", 60), ("Cem", CONVERSATIONS - 1)):
            token, streams = tokens[at], opened[at]
            words = f"a message of {name}"  # nothing that safety could take for a secret
            body = {"id": str(uuid.uuid4()), "text": words}
            sent = await http.post("/messages", json=body, headers={"Authorization": f"Bearer {token}"})
            assert sent.status_code == 202
            for reader, _ in streams:
                await asyncio.wait_for(reader.readuntil(json.dumps(f"You said: {words}").encode()), 30)
        for streams in opened:
            for _, writer in streams:
                writer.close()
                await writer.wait_closed()


def test_a_thousand_streams_hear_what_is_theirs(bot: Served) -> None:
    asyncio.run(talk(bot.url))
    assert httpx.get(f"{bot.url}/healthz", trust_env=False).json() == {"alive": True}
