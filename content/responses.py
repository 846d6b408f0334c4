"""Reads what the assistant says: its texts by name, each a list of variants.

English is in `data/nlu/`, beside the messages that it answers. Another language is files under
`data/responses/<language>/`, each a mapping from names to variants, without a `responses:` above them: Rasa would take
that for English. What a language does not have is said in English.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from content.files import DATA, read_all
from content.language import ENGLISH, current_language
from content.live import Live
from content.schema import Invalid
from content.topics import NLU

OTHER_LANGUAGES = DATA / "responses"
Variants = Sequence[Mapping[str, Any]]


def read_responses(
    folder: Path = NLU, language: str = ENGLISH, others: Path = OTHER_LANGUAGES
) -> Mapping[str, Variants]:
    """Returns the responses of every file under `folder`, or of a language under `others`. Raises Invalid."""
    found: dict[str, Variants] = {}
    for _, content in read_all(folder):
        found.update(content.get("responses") or {})
    if language != ENGLISH:
        for file, content in read_all(others / language):
            found.update(_checked(file, content, found))
    return found


def _checked(file: Path, content: Mapping[str, Any], english: Mapping[str, Variants]) -> Mapping[str, Variants]:
    for name, variants in content.items():
        if name not in english:
            raise Invalid(str(file), f"{name} is no response in English, so that nobody says it")
        if not isinstance(variants, list) or not all(isinstance(one, Mapping) and "text" in one for one in variants):
            raise Invalid(str(file), f"{name} must be a list of variants, each with a text")
    return content


@cache
def _live(language: str) -> Live[Mapping[str, Variants]]:
    return Live(lambda: read_responses(language=language))


def responses(language: str | None = None) -> Mapping[str, Variants]:
    """Those of the conversation's language, read when they are first asked for. Raises Invalid."""
    return _live(language or current_language())()


def text_of(name: str, **values: str) -> str:
    """The first variant of a response that is put into others, filled. Raises KeyError for an unknown name."""
    return str(responses()[name][0]["text"]).format(**values)
