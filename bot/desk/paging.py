"""Parses ids of rows from addresses and forms."""

from __future__ import annotations

import re

HIGHEST = 2**31 - 1  # of an id in PostgreSQL


def row_id_of(text: str) -> int | None:
    """Returns None if the text is not a valid row id."""
    return int(text) if re.fullmatch(r"[0-9]{1,10}", text) and int(text) <= HIGHEST else None
