"""The texts: each is used, each that is used is there, and all are written for the public."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

import bot.app  # noqa: F401 - so that everything that can be refused is there
from bot.conversations.refusals import Refused
from bot.http.texts import WIDGET, fill, read_texts

TEXTS = read_texts()
SOURCES = [
    *WIDGET.glob("static/*.js"),
    *WIDGET.glob("templates/*.html"),
    *(WIDGET.parent / "channels" / "web").glob("page*.py"),
]
CODE = "\n".join(file.read_text("utf-8") for file in SOURCES)
LONGEST = 20  # words of a sentence
BY_PREFIX = (
    "person",
    "assistant",
    "agent",
    "system",
    "with_",
    "end_",
    "delete_",
    "left",
    "over",
)  # named by the sender, or put together in scripts


def sentences(texts: Any) -> Iterator[str]:
    if isinstance(texts, str):
        yield from re.split(r"(?<=[.?:])\s+", texts)
    else:
        for part in texts.values() if isinstance(texts, dict) else texts:
            yield from sentences(part)


@pytest.mark.parametrize("group", ["page", "chat", "launcher"])
def test_every_text_is_used(group: str) -> None:
    def is_used(key: str) -> bool:
        names = [key.removesuffix("_one"), key]
        whole = any(re.search(rf"""["'.(]{name}\b""", CODE) for name in names)
        return whole or (group == "chat" and key.startswith(BY_PREFIX))

    assert [key for key in TEXTS[group] if not is_used(key)] == []


def test_every_text_that_is_used_is_there() -> None:
    in_scripts = re.findall(r'\bt\("(\w+)"', CODE)
    in_templates = re.findall(r"texts\.(page|chat)\.(\w+)", CODE)
    in_launcher = re.findall(r"\btexts\.(\w+)", (WIDGET / "static" / "widget.js").read_text("utf-8"))
    assert [key for key in in_scripts if key not in TEXTS["chat"]] == []
    assert [pair for pair in in_templates if pair[1] not in TEXTS[pair[0]]] == []
    assert [key for key in in_launcher if key not in {*TEXTS["launcher"], "lang", "dir"}] == []


def all_of(kind: type[Refused]) -> Iterator[type[Refused]]:
    yield kind
    for one in kind.__subclasses__():
        yield from all_of(one)


def test_whatever_is_refused_has_a_sentence_and_no_other_is_there() -> None:
    without_own = {kind.text or kind.kind for kind in all_of(Refused) if not kind.sentence}
    for_requests = {"too-large", "too-slow", "nothing-here", "fault"}  # what is wrong with a request itself
    assert set(TEXTS["refused"]) == without_own | for_requests


@pytest.mark.parametrize("sentence", sorted(set(sentences(TEXTS))))
def test_a_sentence_is_written_for_the_public(sentence: str) -> None:
    assert len(sentence.split()) <= LONGEST
    assert re.findall(r"\w+[\u2019'](?:t|re|ll|ve|m|d)\b|!|click here|sign in", sentence, re.IGNORECASE) == []
    assert all(ord(letter) < 0x2100 for letter in sentence)


def test_a_value_with_braces_is_only_text() -> None:
    assert fill("{name} says {other}", name="{other}") == "{other} says {other}"
