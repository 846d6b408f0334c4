"""The way to the OpenID provider and back, as a browser goes it."""

from __future__ import annotations

import httpx
import pytest

from bot.storage.database import Database
from tests.desk.building import Browser, Clock, Office
from tests.desk.provider import SETTINGS, Provider

LEAVE_MESSAGE = "/desk/oidc"
Provided = tuple[Office, Provider]


@pytest.fixture
def provided(sqlite: Database) -> Provided:
    return with_provider(sqlite)


def with_provider(database: Database) -> Provided:
    provider = Provider(Clock())
    return Office(database, SETTINGS, provider, clock=provider.clock), provider


def goes_and_comes_back(provider: Provider, browser: Browser, path: str = LEAVE_MESSAGE) -> httpx.Response:
    away = browser.get(path, follow=False)
    assert away.status_code == 303
    browser.headers["Sec-Fetch-Site"] = "cross-site"  # as a browser says when another site sends it
    answer = browser.get(provider.signs_in(away.headers["location"]))
    browser.headers["Sec-Fetch-Site"] = "same-origin"
    return answer


def is_out(office: Office, browser: Browser) -> bool:
    return "desk" not in browser.cookies and browser.get("/desk", follow=False).status_code == 303
