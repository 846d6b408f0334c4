"""Connections that ask slowly, without an end, never, or just when the bot ends."""

from __future__ import annotations

import logging
import socket
import threading
import uuid
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from bot.http.connection import LARGEST_HEAD
from tests.web.fake_engine import FakeEngine
from tests.web.person import Person
from tests.web.serving import Served, served

HALF_A_HEAD = b"GET / HTTP/1.1\r\nHost: x\r\nCookie: "


def test_many_slow_clients_do_not_keep_others_waiting(bot: Served, person: Person) -> None:
    host, port = bot.url.removeprefix("http://").split(":")
    slow = [socket.create_connection((host, int(port))) for _ in range(300)]
    for connection in slow:
        connection.sendall(b"POST /api/v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
    assert person.ask("hello")
    for connection in slow:
        connection.close()


def answered(bot: Served, sent: bytes) -> bytes:
    """The beginning of the answer; empty where the bot hangs up."""
    host, port = bot.url.removeprefix("http://").split(":")
    with closing(socket.create_connection((host, int(port)), 10)) as connection:
        connection.sendall(sent)
        return connection.recv(1000)


def test_a_head_without_an_end_is_refused(bot: Served) -> None:
    assert answered(bot, HALF_A_HEAD + b"x" * (LARGEST_HEAD + 1)).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("sent", [b"", HALF_A_HEAD], ids=["nothing", "half a head"])
def test_a_connection_without_a_request_is_closed(bot: Served, monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    monkeypatch.setattr("bot.http.connection.HEAD_TIME", 0.05)
    assert answered(bot, sent) == b""


def test_a_stream_stays_open_past_the_time_of_a_head(
    bot: Served, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.http.connection.HEAD_TIME", 0.05)
    with closing(person.events()) as stream:
        next(stream)
        assert answered(bot, b"") == b""  # by then the time of the stream has passed as well
        person.http.post("/messages", json={"id": str(uuid.uuid4()), "text": "hello"}, headers=person.headers)
        assert any("hello" in str(event) for event in stream)


def test_no_web_socket_is_offered(bot: Served) -> None:
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "eA==",
    }
    assert httpx.get(f"{bot.url}/api/v1/events", headers=headers, trust_env=False).status_code == 401


def test_who_connects_while_the_bot_ends_does_not_keep_it(
    tmp_path: Path, endpoint: FakeEngine, caplog: pytest.LogCaptureFixture
) -> None:
    connected = list[socket.socket]()

    def knock(port: int) -> None:
        try:
            while True:
                connected.append(socket.create_connection(("127.0.0.1", port), 10))
        except OSError:
            pass  # it has ended

    with caplog.at_level(logging.ERROR), served(tmp_path, endpoint) as bot:
        knocking = threading.Thread(target=knock, args=(urlsplit(bot.url).port,))
        knocking.start()
    knocking.join(10)
    assert not knocking.is_alive()
    assert connected
    assert "graceful" not in caplog.text
    for opened in connected:
        opened.close()
