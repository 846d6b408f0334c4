"""The results as a table of ratios, with the goal of each."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.tables import aligned, markdown

HEAD = ("what", "ours", "stock", "ratio", "goal")
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def rows(found: Mapping[str, Any]) -> list[tuple[str, str, str, str, str]]:
    ours, stock, store = found["ours"], found["stock"], found["store"]
    made = [
        _compared("reply, 1 conversation, median", ours["one"]["median"], stock["one"]["median"], "ms", "at most 0.3"),
        _compared("reply, 1 conversation, 95th percentile", ours["one"]["slow"], stock["one"]["slow"], "ms", ""),
        _compared(
            "reply, 20 at once, median", ours["twenty"]["median"], stock["twenty"]["median"], "ms", "at most 0.3"
        ),
        _compared("reply, 20 at once, 95th percentile", ours["twenty"]["slow"], stock["twenty"]["slow"], "ms", ""),
        _compared("messages a second, 20 at once", ours["twenty"]["rate"], stock["twenty"]["rate"], "", "at least 5"),
        _compared("memory of all processes", ours["memory"], stock["memory"], "MB", "at most 0.7"),
        _compared("start-up", ours["start"], stock["start"], "s", "at most 0.3"),
    ]
    for name, one in (("ours", ours), ("stock", stock)):
        ratio = f"{one['turn_200'] / one['turn_5']:.2f}"
        goal = "at most 1.3" if name == "ours" else ""
        made.append(
            (f"{name}: turn 200 to turn 5", f"{one['turn_200']:.0f} ms", f"{one['turn_5']:.0f} ms", ratio, goal)
        )
    ratio = f"{store['full'] / store['empty']:.2f}"
    made.append(
        ("ours: full store to empty", f"{store['full']:.0f} ms", f"{store['empty']:.0f} ms", ratio, "at most 1.2")
    )
    return made


def _compared(what: str, ours: float, stock: float, unit: str, goal: str) -> tuple[str, str, str, str, str]:
    digits = 1 if max(ours, stock) < 100 else 0
    return what, f"{ours:.{digits}f} {unit}".strip(), f"{stock:.{digits}f} {unit}".strip(), f"{ours / stock:.2f}", goal


def table(found: Mapping[str, Any]) -> str:
    return aligned(HEAD, rows(found))


def write(found: Mapping[str, Any], file: Path) -> None:
    """Puts the table between the marks of the page; the words around it stay."""
    text = file.read_text("utf-8")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    day = datetime.now(UTC).date().isoformat()
    machine = f"{day}, {platform.system()} on {platform.machine()}, Python {platform.python_version()}."
    file.write_text(f"{before}{BEGIN}\n{markdown(HEAD, rows(found))}\n\n{machine}\n{END}{after}", "utf-8")
