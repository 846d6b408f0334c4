"""Formats the figures as CSV; no cell can run as a formula in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict

from bot.storage.reports.figures import Figures


def csv_of(found: Figures) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["figure", "name", "value"])
    for row in _cells(found):
        writer.writerow([_plain(cell) for cell in row])
    return out.getvalue()


def _cells(found: Figures) -> Iterator[tuple[str, str, object]]:
    for figure, value in asdict(found).items():
        if isinstance(value, dict):
            yield from ((figure, name, number) for name, number in value.items())
        else:
            yield figure, "", "" if value is None else value


def _plain(cell: object) -> str:
    """Escapes a text that a spreadsheet would take for a formula."""
    text = str(cell)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
