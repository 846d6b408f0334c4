"""The words that code looks for in what people write, by capability and language: `data/phrases/<language>/`.

A file is named after the module that uses it; `content/phrase_file.py` shows its form. What a language does not have is
taken from English, entry by entry. Adding a language is adding files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import ClassVar

from content.files import DATA
from content.language import ENGLISH, current_language
from content.live import Live
from content.phrase_file import TABLES, Entry, PhraseFile, Value, read_phrase_file
from content.schema import Invalid

FOLDER = DATA / "phrases"
_PART = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_GROUP = re.compile(r"\(\?P<(\w+)>")
_AS_PARTS = ("parts", TABLES)


class Phrases:
    """`phrases["name"]` is the compiled pattern of an entry. Every method raises KeyError for an unknown name."""

    def __init__(self, file: PhraseFile, used: Mapping[str, Entry]) -> None:
        """Raises Invalid. `used`: entries of other files whose parts may be used."""
        self._file = file
        self._parts = {**used, **file.entries}
        self._flags = 0 if file.lower_case else re.IGNORECASE
        self._filled: dict[str, tuple[str, ...]] = {}
        for name in file.entries:
            self._filled[name] = tuple(self._fill(name, item, (name,)) for item in file.entries[name].items)
        self._compiled = {name: self._compile(name, self._expression(name)) for name in self._joined()}
        self._separate = {
            name: tuple(self._compile(name, item) for item in self._filled[name])
            for name, entry in file.entries.items()
            if entry.section == "separate_patterns"
        }
        self._sets = {name: frozenset(items) for name, items in self._filled.items()}

    def __getitem__(self, name: str) -> re.Pattern[str]:
        """Finds any of the entry's items."""
        return self._compiled[name]

    def __iter__(self) -> Iterator[str]:
        """The names, in the order of the file."""
        return iter(self._file.entries)

    def separate(self, name: str) -> tuple[re.Pattern[str], ...]:
        return self._separate[name]

    def listed(self, name: str) -> tuple[str, ...]:
        """The items in the order of the file."""
        return self._filled[name]

    def word_set(self, name: str) -> frozenset[str]:
        return self._sets[name]

    def table(self, name: str) -> Mapping[str, Value]:
        return self._file.entries[name].table

    def fragment(self, name: str) -> str:
        """The entry as a part of a larger regular expression."""
        return self._expression(name)

    def _joined(self) -> list[str]:
        return [name for name, entry in self._file.entries.items() if entry.section != "separate_patterns"]

    def _expression(self, name: str) -> str:
        section, any_of = self._file.entries[name].section, "|".join(self._filled[name])
        if section == "words":
            return rf"\b(?:{any_of})\b"
        return any_of if section == "patterns" else f"(?:{any_of})"

    def _fill(self, name: str, item: str, inside: tuple[str, ...]) -> str:
        """The item with the parts that it names."""

        def put_in(part: re.Match[str]) -> str:
            entry = self._parts.get(part[1])
            if entry is None or entry.section not in _AS_PARTS:
                raise self._invalid(name, f"there is no part {{{part[1]}}}")
            if part[1] in inside:
                raise self._invalid(name, f"the part {{{part[1]}}} is made of itself")
            return f"(?:{'|'.join(self._fill(name, one, (*inside, part[1])) for one in entry.items)})"

        return _PART.sub(put_in, item)

    def _compile(self, name: str, expression: str) -> re.Pattern[str]:
        try:
            return re.compile(expression, self._flags)
        except re.error as error:
            raise self._invalid(name, f"it is not a regular expression: {error}") from None

    def _invalid(self, name: str, sentence: str) -> Invalid:
        return Invalid(f"{self._file.place}, {self._file.entries[name].section}, {name}", sentence)


def read_phrases(capability: str, language: str = ENGLISH, folder: Path = FOLDER) -> Phrases:
    """As the files are now. Raises Invalid, which names the file, and OSError where there is no English file."""
    file = _file_of(capability, language, folder)
    used: dict[str, Entry] = {}
    for other in file.uses:
        if not (folder / ENGLISH / f"{other}.yml").is_file():
            raise Invalid(file.place, f"uses names {other}, and there is no such file")
        used.update(_file_of(other, language, folder).entries)
    return Phrases(file, used)


def _file_of(capability: str, language: str, folder: Path) -> PhraseFile:
    """The file of this language, completed by the English one."""
    english = read_phrase_file(folder / ENGLISH / f"{capability}.yml")
    path = folder / language / f"{capability}.yml"
    if language == ENGLISH or not path.is_file():
        return english
    own = read_phrase_file(path)
    _check_like_english(own, english)
    return PhraseFile(own.place, english.lower_case, english.uses, {**english.entries, **own.entries})


def _check_like_english(own: PhraseFile, english: PhraseFile) -> None:
    if (own.lower_case, own.uses) != (english.lower_case, english.uses):
        raise Invalid(own.place, "lower_case and uses must be as in English")
    for name, entry in own.entries.items():
        if name not in english.entries:
            raise Invalid(own.place, f"unknown: {name}; no code looks for it")
        if entry.section != english.entries[name].section:
            raise Invalid(own.place, f"{name} must be in {english.entries[name].section}, as in English")
        if groups := _groups(english.entries[name]) ^ _groups(entry):
            raise Invalid(own.place, f"{name} must name the groups of the English one: {', '.join(sorted(groups))}")


def _groups(entry: Entry) -> set[str]:
    return {group for item in entry.items for group in _GROUP.findall(item)}


@cache
def _live(capability: str, language: str) -> Live[Phrases]:
    return Live(lambda: read_phrases(capability, language))


def phrases(capability: str, language: str | None = None) -> Phrases:
    """Those of the conversation's language, read when they are first asked for. Raises Invalid."""
    return _live(capability, language or current_language())()


class PhrasesOf:
    """Those of one capability, each time in the language of the conversation that is being answered.

    Call it for all of them; `PhrasesOf("yes_or_no")["yes"]` is one pattern.
    """

    every: ClassVar[list[PhrasesOf]] = []

    def __init__(self, capability: str) -> None:
        self._capability = capability
        PhrasesOf.every.append(self)

    def __call__(self) -> Phrases:
        return phrases(self._capability)

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return phrases(self._capability)[name]


def read_ahead() -> None:
    """Reads what this process uses, so that the first message need not wait for it. Raises Invalid."""
    for one in PhrasesOf.every:
        one()
