"""The report as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill

from benchmarks.evaluate.sections import Section
from benchmarks.tables import aligned

WIDTH = 110


def as_text(sections: Sequence[Section]) -> str:
    return "\n\n".join(_text(section) for section in sections) + "\n"


def _text(section: Section) -> str:
    parts = [f"{section.title}\n{'=' * len(section.title)}"]
    if section.note:
        parts.append(section.note)
    parts.append(aligned(section.head, section.rows) if section.rows else "None.")
    for title, texts in section.lists:
        parts.append("\n".join([f"{title} ({len(texts)}):", *map(_item, texts)]))
    return "\n\n".join(parts)


def _item(text: str) -> str:
    return fill(text, WIDTH, initial_indent="  - ", subsequent_indent="    ")
