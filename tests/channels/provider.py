"""Stand-ins for the providers' sending APIs, on loopback: they check what they get as the real ones do, and can refuse,
hang, or break the connection."""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from bot.channels.messaging.settings import ChannelSettings

LIMIT = 30.0  # seconds to wait for a message that has to come


@dataclass(frozen=True)
class Asked:
    """A request. `path` is the one after the provider's own prefix."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    at: float = field(default_factory=time.monotonic)  # seconds

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass(frozen=True)
class Given:
    """An answer; `body` is an object, or bytes as they are."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


BREAK = Given(0)  # the connection is closed without an answer
HANG = Given(-1)  # nothing comes until the stand-in ends


@dataclass(frozen=True)
class Seen:
    """What a person's app shows of one message: `buttons` are titles with what pressing sends."""

    address: str
    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    receipt: str = ""


class Provider:
    """`sent` is what arrived; `faults` are given first, before anything is looked at."""

    prefix = ""

    def __init__(self) -> None:
        self.faults: deque[Given] = deque()
        self.asked: list[Asked] = []
        self.sent: list[Seen] = []
        self.news = threading.Condition()
        self.lose_answers = 0  # so many are worked on, but their answers never arrive
        self.ended = threading.Event()

    @staticmethod
    def settings(url: str, **more: Any) -> ChannelSettings:
        """With which the bot reaches the stand-in at this address."""
        raise NotImplementedError

    def answer(self, asked: Asked) -> Given:
        raise NotImplementedError

    def answered(self, asked: Asked) -> Given:
        with self.news:
            self.asked.append(asked)
            given = self.faults.popleft() if self.faults else self.answer(asked)
            if self.lose_answers:
                self.lose_answers -= 1
                given = BREAK
            self.news.notify_all()
        return given

    def wait_for(self, words: str, after: int = 0, address: str = "") -> Seen:
        """The first message after so many that holds the words."""

        def found() -> Seen | None:
            those = (one for one in self.sent[after:] if words in one.text and address in ("", one.address))
            return next(those, None)

        with self.news:
            assert self.news.wait_for(found, LIMIT), (
                f"{words!r} did not come: {[one.text for one in self.sent[after:]]}"
            )
            seen = found()
        assert seen is not None
        return seen

    def wait_until_asked(self, times: int) -> None:
        with self.news:
            assert self.news.wait_for(lambda: len(self.asked) >= times, LIMIT), len(self.asked)


class Handler(BaseHTTPRequestHandler):
    """`providers` are those of the server that it is made for."""

    protocol_version = "HTTP/1.1"
    providers: tuple[Provider, ...] = ()

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        address = urlsplit(self.path)
        provider = next(one for one in self.providers if address.path.startswith(one.prefix))
        headers = {name.lower(): value for name, value in self.headers.items()}
        path, query = address.path.removeprefix(provider.prefix), dict(parse_qsl(address.query))
        self.give(provider, provider.answered(Asked(self.command, path, query, headers, body)))

    do_GET = do_POST = handle_any  # noqa: N815 - the library's names

    def give(self, provider: Provider, given: Given) -> None:
        if given == HANG:
            provider.ended.wait()
        if given in (HANG, BREAK):
            self.close_connection = True
            return
        body = given.body if isinstance(given.body, bytes) else json.dumps(given.body).encode()
        self.send_response(given.status)
        for name, value in {"content-type": "application/json", **given.headers}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        return


@contextmanager
def on_loopback(*providers: Provider) -> Iterator[str]:
    """The address under which each provider has its prefix."""
    own = type("Own", (Handler,), {"providers": providers})
    server = ThreadingHTTPServer(("127.0.0.1", 0), own)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="providers")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        for provider in providers:
            provider.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()
