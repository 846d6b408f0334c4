"""The figures that must not get worse: `tests/understanding/floor.toml` against what was measured."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import tomli


class FloorWrong(ValueError):
    """The floor cannot be read; the sentence says why."""


def read_floor(file: Path) -> dict[str, float]:
    """Raises FloorWrong."""
    try:
        floor = tomli.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomli.TOMLDecodeError) as error:
        raise FloorWrong(f"The floor {file} cannot be read: {error}.") from None
    for name, value in floor.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise FloorWrong(f"{file}: {name} is {value!r}, but it must be a number.")
    return {name: float(value) for name, value in floor.items()}


def shortfalls(floor: Mapping[str, float], measured: Mapping[str, float]) -> list[str]:
    """A sentence for each figure that is worse than its floor. Names that end in `_max` bound from above."""
    return [sentence for name, bound in floor.items() if (sentence := _shortfall(name, bound, measured))]


def _shortfall(name: str, bound: float, measured: Mapping[str, float]) -> str:
    if name not in measured:
        return f"{name} has a floor but was not measured."
    value = measured[name]
    if name.endswith("_max") and value > bound:
        return f"{name} is {value:.4g}, over its limit of {bound:.4g}."
    if not name.endswith("_max") and value < bound:
        return f"{name} is {value:.4g}, under its floor of {bound:.4g}."
    return ""
