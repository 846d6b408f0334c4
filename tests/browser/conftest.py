"""Debian's Chromium against the real bot: one browser for this folder, one context for each page that is asked for."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chat import Chat
from tests.web.conftest import bot, endpoint
from tests.web.serving import Served

__all__ = ["bot", "endpoint"]

QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")
NOWHERE_ELSE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", NOWHERE_ELSE, *QUIET]
PATIENCE = 15_000  # milliseconds, on a machine with other work

Visit = Callable[..., Page]
Start = Callable[..., Chat]


@contextmanager
def started_browser() -> Iterator[Browser]:
    """Its loop runs in this thread until left."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed on this machine")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="package")  # not longer: other tests want loops of their own
def browser() -> Iterator[Browser]:
    with started_browser() as started:
        yield started


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens an address in a new browser context. A script that fails on any page fails the test."""
    contexts, errors = [], []

    def opened(address: str, **options: Any) -> Page:
        context = browser.new_context(locale="en-GB", **options)
        context.set_default_timeout(PATIENCE)
        context.on("weberror", lambda failed: errors.append(str(failed.error)))
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not errors


@pytest.fixture
def start(visit: Visit, bot: Served) -> Start:
    """The chat page, greeted."""
    return lambda **options: Chat(visit(bot.url, **options)).greeted()


@pytest.fixture
def chat(start: Start) -> Chat:
    return start()
