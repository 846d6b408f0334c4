"""Locates the project and caches the YAML files of `data/` until they change."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"


def read_data(file: Path) -> Any:
    """Returns the parsed content of `file`; callers must not change it. Raises OSError and ruamel's YAMLError."""
    return _read(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=1000)
def _read(file: Path, changed: int) -> Any:
    return YAML(typ="safe", pure=False).load(file)


def read_all(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Returns every YAML file under `folder` with its content, ordered by name."""
    for file in sorted(folder.rglob("*.yml")):
        yield file, read_data(file) or {}
