"""Where a list goes on: after a row, by its number."""

from __future__ import annotations

import re

HIGHEST = 2**31 - 1  # of a row's number in PostgreSQL


def row_number(text: str) -> int | None:
    """None of what is no number of a row."""
    return int(text) if re.fullmatch(r"[0-9]{1,10}", text) and int(text) <= HIGHEST else None
