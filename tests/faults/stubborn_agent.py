"""An agent who does not give up: what the desk did not answer is looked at and done again, until it is done."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pyotp

from tests.desk.reading import Forms
from tests.faults.stubborn import AGAIN, PATIENCE, Impatient

OWN = {"Sec-Fetch-Site": "same-origin"}
PASSWORD = "umbrella canal teapot"


class StubbornAgent:
    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, headers=OWN, timeout=20, trust_env=False, follow_redirects=True)

    def close(self) -> None:
        self.http.close()

    def until(self, what: str, done: Callable[[], Any]) -> Any:
        deadline, waiting = time.monotonic() + PATIENCE, threading.Event()
        while time.monotonic() < deadline:
            try:
                if (found := done()) is not None:
                    return found
            except httpx.TransportError:
                pass
            waiting.wait(AGAIN)
        raise Impatient(f"{what} did not happen in {PATIENCE:.0f} s")

    def submit(self, page: httpx.Response, action: str, **typed: str) -> httpx.Response:
        return self.http.post(action, data=Forms(page.text).found[action] | typed)

    def join(self, link: str) -> None:
        """Before anything is killed."""
        path = "/desk/join/" + link.rpartition("/")[2]
        page = self.http.get(path)
        page = self.submit(page, path, password=PASSWORD, again=PASSWORD)
        secret = Forms(page.text)
        code = pyotp.TOTP(_secret(page.text)).at(datetime.now(UTC))
        (action,) = (action for action, fields in secret.found.items() if "code" in fields)
        page = self.submit(page, action, code=code)
        (action,) = (action for action in Forms(page.text).found if "sign-out" not in action)
        self.submit(page, action)

    def be_there(self) -> None:
        self.submit(self.http.get("/desk"), "/desk/available", available="yes")

    def take_next(self) -> str:
        """The conversation, once somebody waits."""

        def taken() -> str | None:
            mine = self.http.get("/desk?show=mine")
            found = _conversations(mine.text)
            if mine.status_code == 200 and not found:
                self.submit(mine, "/desk/next")
                found = _conversations(self.http.get("/desk?show=mine").text)
            return found[0] if found else None

        return str(self.until("taking somebody", taken))

    def reply(self, conversation: str, text: str) -> None:
        """Under one id, however often it is sent."""
        number = str(uuid.uuid4())

        def replied() -> bool | None:
            page = self._page(conversation)
            if page is None:
                return None
            if text in page.text.partition('id="operations"')[0]:
                return True
            if f"/desk/conversations/{conversation}/reply" in Forms(page.text).found:
                self.submit(page, f"/desk/conversations/{conversation}/reply", text=text, id=number)
            return None

        self.until(f"replying {text}", replied)

    def give_back(self, conversation: str) -> None:
        def given() -> bool | None:
            page = self._page(conversation)
            if page is None:
                return None
            path = f"/desk/conversations/{conversation}/give-back"
            if path not in Forms(page.text).found:
                return True
            self.submit(page, path, settled="yes")
            return None

        self.until("giving back", given)

    def _page(self, conversation: str) -> httpx.Response | None:
        page = self.http.get(f"/desk/conversations/{conversation}")
        return page if page.status_code == 200 else None


def _secret(page: str) -> str:
    return page.partition('class="desk-code')[2].partition(">")[2].partition("<")[0].replace(" ", "").strip()


def _conversations(page: str) -> list[str]:
    return [part.partition('"')[0] for part in page.split('href="/desk/conversations/')[1:]]
