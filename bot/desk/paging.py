"""Ids of rows in addresses and forms: where a list continues, or which row is meant."""

from __future__ import annotations

import re

HIGHEST = 2**31 - 1  # of an id in PostgreSQL


def row_id_of(text: str) -> int | None:
    """None where the text is not the id of any row."""
    return int(text) if re.fullmatch(r"[0-9]{1,10}", text) and int(text) <= HIGHEST else None
