"""The responses of data/, for the names, buttons and wording that actions look up; the engine says them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FOLDER = Path(__file__).resolve().parent.parent / "data" / "nlu"


@cache
def responses() -> Mapping[str, Any]:
    """By name, each a list of variants."""
    found: dict[str, Any] = {}
    for file in sorted(FOLDER.rglob("*.yml")):
        found.update(YAML(typ="safe", pure=False).load(file).get("responses") or {})
    return found
