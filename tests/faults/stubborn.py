"""A person whose page does not give up: what could not be sent is sent again under the same id."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

PATIENCE = 180.0  # seconds for one thing to succeed
AGAIN = 0.2  # seconds between tries


class Impatient(AssertionError):
    """It did not happen in time."""


@dataclass
class Stubborn:
    url: str
    token: str = ""
    conversation: str = ""
    sent: list[str] = field(default_factory=list)
    log: list[dict[str, Any]] = field(default_factory=list)

    def until(self, what: str, done: Callable[[httpx.Client], Any]) -> Any:
        """Tries again while the bot is away, answers 503, or `done` has nothing yet."""
        deadline, waiting = time.monotonic() + PATIENCE, threading.Event()
        with httpx.Client(base_url=f"{self.url}/api/v1", timeout=20, trust_env=False) as http:
            if self.token:
                http.headers["Authorization"] = f"Bearer {self.token}"
            while time.monotonic() < deadline:
                try:
                    if (found := done(http)) is not None:
                        return found
                except httpx.TransportError:
                    pass
                waiting.wait(AGAIN)
        raise Impatient(f"{what} did not happen in {PATIENCE:.0f} s: {[m['text'] for m in self.log][-3:]}")

    def open(self) -> None:
        def opened(http: httpx.Client) -> Any:
            answer = http.post("/conversations", json={})
            return answer.json() if answer.status_code == 201 else None

        found = self.until("opening", opened)
        self.token, self.conversation = found["token"], found["conversation"]

    def say(self, text: str) -> int:
        number = str(uuid.uuid4())

        def taken(http: httpx.Client) -> int | None:
            answer = http.post("/messages", json={"id": number, "text": text})
            assert answer.status_code in {202, 503}, answer.text
            return int(answer.json()["sequence"]) if answer.status_code == 202 else None

        sequence = int(self.until(f"sending {text}", taken))
        self.sent.append(number)
        return sequence

    def hear(self, sequence: int, words: str) -> None:
        """Until somebody has said the words after that message."""

        def heard(http: httpx.Client) -> bool | None:
            answer = http.get("/messages")
            if answer.status_code != 200:
                return None
            self.log = answer.json()
            found = any(words in m["text"] for m in self.log if m["sequence"] > sequence and m["sender"] != "person")
            return True if found else None

        self.until(f"hearing {words}", heard)
