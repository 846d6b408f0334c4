"""Reads the content of a page, for tests."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import httpx


class Forms(HTMLParser):
    """The forms of a page by their action: the fields of each, with what is filled in."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str]] = {}
        self._fields: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._fields = self.found.setdefault(given["action"], {})
        if tag in {"input", "select"} and "name" in given:
            self._fields[given["name"]] = given.get("value", "")


class Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, {name: value or "" for name, value in attrs}))

    def named(self, *tags: str) -> list[dict[str, str]]:
        return [given for tag, given in self.all if tag in tags]

    def ids(self) -> list[str]:
        return [given["id"] for _, given in self.all if "id" in given]


def typed_key(page: httpx.Response) -> str:
    """The key that stands below the QR code."""
    found = re.search(r'Key: <code class="desk-code">([A-Z2-7 ]+)</code>', page.text)
    assert found is not None
    return found[1].replace(" ", "")


def recovery_codes(page: httpx.Response) -> list[str]:
    return re.findall(r"<code[^>]*>([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})</code>", page.text)
