"""Where the project stands, and its YAML files, each read once: several modules ask for them, and parsing is slow."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent


def read_data(file: Path) -> Any:
    """What the file holds as it is now; nobody may change it. Raises OSError and ruamel's YAMLError."""
    return _read(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=1000)
def _read(file: Path, changed: int) -> Any:
    return YAML(typ="safe", pure=False).load(file)
