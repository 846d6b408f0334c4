"""Reads one file of `data/phrases/`: named lists of words and regular expressions, each checked.

lower_case: true         # the text that is searched is in lower case already; else case is ignored
uses: [calendar]         # files of the same folder whose parts and tables may be used here
parts:                   # alternatives that are put in where another entry says {day}
  day: [today, yesterday]
words:                   # whole words and phrases; any of them is looked for
  since: [since {day}, "(?:for|in) ages"]
patterns:                # the same, but not only as whole words
  question: ['\\?']
separate_patterns:       # looked for one after the other, each on its own
  asks: ['\\bcan i\\b', '\\bmay i\\b']
tables:                  # what a word stands for; its words may be used as a part
  counts: {one: 1, two: 2}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml.error import YAMLError

from content.files import read_data
from content.schema import Invalid, Reader

LISTS = ("parts", "words", "patterns", "separate_patterns")
TABLES = "tables"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
# Upper case that says something in a regular expression: \S, \N{NAME}, (?P<name>...).
_UPPER_CASE_OF_SYNTAX = re.compile(r"\\N\{[^}]*\}|\\.|\(\?P[<=]")
Value = str | float


@dataclass(frozen=True)
class Entry:
    """`section` is one of LISTS, or TABLES; the items of a table are its words."""

    section: str
    items: tuple[str, ...]
    table: Mapping[str, Value]


@dataclass(frozen=True)
class PhraseFile:
    place: str
    lower_case: bool
    uses: tuple[str, ...]
    entries: Mapping[str, Entry]


def read_phrase_file(file: Path) -> PhraseFile:
    """Raises Invalid, which names the file and the entry, and OSError where there is no such file."""
    try:
        read = Reader(str(file), read_data(file))
    except YAMLError as error:
        raise Invalid(str(file), f"it is not YAML: {error}") from None
    lower_case, uses = read.flag("lower_case"), read.texts("uses")
    entries: dict[str, Entry] = {}
    for section in (*LISTS, TABLES):
        for name, value in read.mapping(section).items():
            place = f"{file}, {section}, {name}"
            if not isinstance(name, str) or not _NAME.fullmatch(name):
                raise Invalid(place, "a name is made of small letters, digits and _")
            if name in entries:
                raise Invalid(place, "the name is in the file twice")
            entries[name] = _table(place, value) if section == TABLES else _list(place, section, value)
            if lower_case:
                _check_lower_case(place, entries[name].items)
    read.finish()
    if not entries:
        raise Invalid(str(file), "it holds no phrases")
    return PhraseFile(str(file), lower_case, uses, entries)


def _list(place: str, section: str, value: Any) -> Entry:
    if not isinstance(value, list):
        raise Invalid(place, f"a list was expected, not {value!r}")
    if not value:
        raise Invalid(place, "the list is empty")
    for item in value:
        if not isinstance(item, str) or not item:
            raise Invalid(place, f"{item!r} is not a text; put quotes around it")
    if len(set(value)) < len(value):
        twice = next(item for item in value if value.count(item) > 1)
        raise Invalid(place, f"{twice!r} is there twice")
    return Entry(section, tuple(value), {})


def _table(place: str, value: Any) -> Entry:
    if not isinstance(value, Mapping) or not value:
        raise Invalid(place, f"a mapping of words was expected, not {value!r}")
    for word, meaning in value.items():
        if not isinstance(word, str) or not word:
            raise Invalid(place, f"{word!r} is not a text; put quotes around it")
        if isinstance(meaning, bool) or not isinstance(meaning, str | int | float):
            raise Invalid(place, f"{word} must stand for a text or a number, not {meaning!r}")
    return Entry(TABLES, tuple(value), dict(value))


def _check_lower_case(place: str, items: tuple[str, ...]) -> None:
    for item in items:
        plain = _UPPER_CASE_OF_SYNTAX.sub("", item)
        if plain != plain.lower():
            raise Invalid(place, f"{item!r} would never be found: the text is in lower case")
