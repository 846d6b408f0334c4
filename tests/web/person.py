"""A person at the web chat: opens a conversation, says things and reads the stream, as the page does."""

from __future__ import annotations

import uuid
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import httpx

from benchmarks.server_sent_events import events_in

TIMEOUT = 60.0  # seconds without a byte; the stream's heartbeat comes every 15


@dataclass
class Person:
    """`log` are the messages that were read, by the stream or by asking; none twice."""

    http: httpx.Client
    token: str = ""
    conversation: str = ""
    log: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def at(cls, url: str) -> Person:
        person = cls(httpx.Client(base_url=f"{url}/api/v1", timeout=TIMEOUT, trust_env=False))
        opened = person.http.post("/conversations", json={})
        assert opened.status_code == 201, opened.text
        person.token, person.conversation = opened.json()["token"], opened.json()["conversation"]
        return person

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def post(self, **body: Any) -> httpx.Response:
        """One message; without an id it gets a new one."""
        return self.http.post("/messages", json={"id": str(uuid.uuid4()), **body}, headers=self.headers)

    def say(self, text: str, **more: Any) -> int:
        answer = self.post(text=text, **more)
        assert answer.status_code == 202, answer.text
        return int(answer.json()["sequence"])

    def press(self, title: str) -> int:
        """The latest button of that title."""
        tokens = [b["token"] for m in reversed(self.log) for b in m["buttons"] if b["title"] == title]
        answer = self.post(button=tokens[0])
        assert answer.status_code == 202, answer.text
        return int(answer.json()["sequence"])

    def look(self) -> list[dict[str, Any]]:
        """What is new, by asking."""
        after = self.log[-1]["sequence"] if self.log else 0
        new: list[dict[str, Any]] = self.http.get("/messages", params={"after": after}, headers=self.headers).json()
        self.log += new
        return new

    def events(self, after: int | None = None) -> Generator[tuple[str, dict[str, Any]]]:
        """The stream: every event with its data."""
        last = after if after is not None else (self.log[-1]["sequence"] if self.log else 0)
        headers = {**self.headers, "Last-Event-ID": str(last)}
        with self.http.stream("GET", "/events", headers=headers) as stream:
            assert stream.status_code == 200, stream.read()
            for event in events_in(stream.iter_lines()):
                yield event.name, event.data

    def hear(self, sequence: int) -> list[str]:
        """Reads the stream until the message of that sequence is answered; what was said since, without own words."""
        with closing(self.events()) as events:
            for event, data in events:
                if event == "message":
                    self.log.append(data)
                if event == "read" and data["up_to"] >= sequence:
                    break
        return [m["text"] for m in self.log if m["sequence"] > sequence and m["sender"] != "person"]

    def ask(self, text: str) -> list[str]:
        """Says something and waits for its answer."""
        return self.hear(self.say(text))

    def wait_for(self, words: str) -> dict[str, Any]:
        """Reads the stream until somebody says the words."""
        with closing(self.events()) as events:
            for event, data in events:
                if event == "message":
                    self.log.append(data)
                    if words in data["text"]:
                        return data
        raise AssertionError(f"The stream ended without: {words}")
