"""The messages that the safety tests read, beside them in `data/`."""

from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[tuple[str, ...]]:
    lines = (DATA / f"{name}.tsv").read_text("utf-8").split("\n")[1:]
    return [tuple(line.split("\t")) for line in lines if line]
