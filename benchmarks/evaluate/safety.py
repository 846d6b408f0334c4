"""How well emergencies are noticed and secrets hidden, on messages written for that."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.evaluate.messages import read_rows
from benchmarks.evaluate.topics import share
from bot.safety import examine
from bot.safety.hygiene import tidy


@dataclass(frozen=True)
class EmergencyFigures:
    """`recall`: some emergency noticed where there is one; `kind_right`: the very one; messages that went wrong."""

    count: int
    harmless: int
    recall: float
    kind_right: float
    false_alarms: float
    missed: tuple[str, ...]
    alarmed: tuple[str, ...]
    median: float  # milliseconds that safety takes for one of these messages


@dataclass(frozen=True)
class SecretFigures:
    """`hidden`: every secret of a message hidden and no other word; `spared`: harmless messages left as they are."""

    count: int
    harmless: int
    hidden: float
    spared: float
    wrong: tuple[str, ...]


def emergencies(folder: Path) -> EmergencyFigures:
    """From `emergencies.tsv` and `not_emergencies.tsv` (text, label)."""
    real = list(read_rows(folder / "emergencies.tsv", ("text", "label")))
    harmless = [text for text, _ in read_rows(folder / "not_emergencies.tsv", ("text", "label"))]
    noticed = [(text, label, examine(text).emergency) for text, label in real]
    missed = [f"{label}: {text}" for text, label, found in noticed if found is None]
    alarmed = [text for text in harmless if examine(text).emergency]
    kinds = sum(found is not None and found.value == label for _, label, found in noticed)
    return EmergencyFigures(
        len(real),
        len(harmless),
        1 - share(len(missed), len(real)),
        share(kinds, len(real)),
        share(len(alarmed), len(harmless)),
        tuple(missed),
        tuple(alarmed),
        statistics.median(_milliseconds(text) for text in [*(text for text, _ in real), *harmless]),
    )


def _milliseconds(text: str) -> float:
    began = time.perf_counter()
    examine(text)
    return (time.perf_counter() - began) * 1000


def secrets(folder: Path) -> SecretFigures:
    """From `secrets.tsv` (text, kinds between commas, the text masked)."""
    rows = list(read_rows(folder / "secrets.tsv", ("text", "kinds", "masked")))
    return SecretFigures(
        count=sum(bool(kinds) for _, kinds, _ in rows),
        harmless=sum(not kinds for _, kinds, _ in rows),
        hidden=_share_right([row for row in rows if row[1]]),
        spared=_share_right([row for row in rows if not row[1]]),
        wrong=tuple(f"{examine(row[0]).text} (should be: {row[2]})" for row in rows if not _right(row)),
    )


def _share_right(rows: Sequence[tuple[str, ...]]) -> float:
    return share(sum(map(_right, rows)), len(rows))


def _right(row: tuple[str, ...]) -> bool:
    text, kinds, masked = row
    seen = examine(text)
    found = sorted(secret.value for secret in set(seen.secrets))
    return found == sorted(filter(None, kinds.split(","))) and seen.text == tidy(masked or text)
