"""Reads and checks the fields of a mapping in `data/`; errors name the file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any


class Invalid(ValueError):
    """A file of `data/` has an invalid value."""

    def __init__(self, place: str, sentence: str) -> None:
        super().__init__(f"{place}: {sentence}.")


class Reader:
    """Reads fields by name; `finish` refuses unknown fields. Every method raises Invalid."""

    def __init__(self, place: str, fields: Any) -> None:
        if not isinstance(fields, Mapping):
            raise Invalid(place, f"a mapping was expected, not {fields!r}")
        self.place = place
        self._fields = fields
        self._read: set[str] = set()

    def _get(self, name: str, default: Any, kind: type | tuple[type, ...]) -> Any:
        self._read.add(name)
        value = self._fields.get(name, default)
        if value is None:
            raise Invalid(self.place, f"{name} is missing")
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
            raise Invalid(self.place, f"{name} has the wrong type: {value!r}")
        return value

    def text(self, name: str, *, default: str | None = None, longest: int = 500) -> str:
        value: str = self._get(name, default, str)
        if len(value) > longest:
            raise Invalid(self.place, f"{name} is longer than {longest} characters")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        values = self._get(name, [], list)
        if not all(isinstance(value, str) for value in values):
            raise Invalid(self.place, f"{name} must hold texts only")
        return tuple(values)

    def flag(self, name: str) -> bool:
        value: bool = self._get(name, False, bool)
        return value

    def number(self, name: str, least: int, most: int) -> int:
        value: int = self._get(name, None, int)
        if not least <= value <= most:
            raise Invalid(self.place, f"{name} must be from {least} to {most}")
        return value

    def one_of(self, name: str, choices: Sequence[str]) -> str:
        value = self.text(name)
        if value not in choices:
            raise Invalid(self.place, f"{name} must be one of {', '.join(choices)}")
        return value

    def mapping(self, name: str) -> Mapping[str, Any]:
        value: Mapping[str, Any] = self._get(name, {}, Mapping)
        return value

    def pattern(self, name: str, *, default: str | None = None) -> str:
        value = self.text(name, default=default, longest=4000)
        try:
            re.compile(value)
        except re.error as error:
            raise Invalid(self.place, f"{name} is not a regular expression: {error}") from None
        return value

    def finish(self) -> None:
        unknown = sorted(set(self._fields) - self._read)
        if unknown:
            raise Invalid(self.place, f"unknown: {', '.join(map(str, unknown))}")
