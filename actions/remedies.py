"""The remedies of an article, as data: the responses `utter_remedy_<article>_<number>_<name>`, in order of number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from actions.names import REMEDY_PREFIX


@dataclass(frozen=True)
class Remedy:
    """`name` is the same in every article with this step, so that a step tried once is not repeated."""

    number: int
    name: str
    response: str


def remedies_of(article: str, responses: Iterable[str]) -> list[Remedy]:
    """In the order in which they are offered."""
    pattern = re.compile(re.escape(f"{REMEDY_PREFIX}{article}_") + r"(\d+)_(\w+)")
    found = [(match, response) for response in responses if (match := pattern.fullmatch(response))]
    return sorted(
        (Remedy(int(match[1]), match[2].replace("_", " "), response) for match, response in found),
        key=lambda remedy: remedy.number,
    )


def next_remedy(article: str, responses: Iterable[str], tried: Iterable[str]) -> Remedy | None:
    """The first that was not tried, or None when none is left."""
    done = set(tried)
    return next((remedy for remedy in remedies_of(article, responses) if remedy.name not in done), None)
