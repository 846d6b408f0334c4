"""Formats JSON for the store: readable, so that it can be searched, and valid in every database."""

from __future__ import annotations

import json
import re

NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")  # an escaped NUL, not a backslash before "u0000"


def json_text(value: object) -> str:
    """Removes NUL and unpaired surrogates, which PostgreSQL refuses."""
    written = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()
    return NUL.sub(r"\1", written) if "\\u0000" in written else written
