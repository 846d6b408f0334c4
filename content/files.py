"""The YAML files of data/, each read once: words and examples are asked for from several sides, and parsing is slow."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML


def read_data(file: Path) -> Any:
    """What the file holds as it is now; nobody may change it. Raises OSError and ruamel's YAMLError."""
    return _read(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=1000)
def _read(file: Path, changed: int) -> Any:
    return YAML(typ="safe", pure=False).load(file)
