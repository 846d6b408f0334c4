"""Reads the responses of `data/nlu/`: the assistant's texts by name, each with its variants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from content.files import read_all
from content.live import Live
from content.topics import NLU

Variants = Sequence[Mapping[str, Any]]


def read_responses(folder: Path = NLU) -> Mapping[str, Variants]:
    """Returns the responses of every file under `folder`."""
    found: dict[str, Variants] = {}
    for _, content in read_all(folder):
        found.update(content.get("responses") or {})
    return found


responses = Live(read_responses)


def text_of(name: str, **values: str) -> str:
    """The first variant of a response that is put into others, filled. Raises KeyError for an unknown name."""
    return str(responses()[name][0]["text"]).format(**values)
