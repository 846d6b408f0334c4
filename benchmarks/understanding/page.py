"""The page `benchmarks/understanding.md`."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from pathlib import Path

from benchmarks.tables import markdown
from benchmarks.understanding.data_sets import NAMES
from benchmarks.understanding.metrics import FourFigures, four_figures
from benchmarks.understanding.systems import Outcome

COMMAND = "make benchmark-understanding"
Outcomes = Mapping[str, Mapping[str, Outcome]]  # by system and by data set; ours first

INTRODUCTION = """# Understanding, on public data

HINT3: real messages to two support chatbots that have nothing to do with NHS login. Both pipelines below were trained
on the same training sets and measured on the same test sets, in one run. One fixed configuration for both data sets,
the project's own `config.yml` without the step in which NHS login's references decide over the words. Nothing was
chosen on these test sets: settings come from cross-validation on training data (`benchmarks/settings`).

Cells: in-scope accuracy without a threshold / AUROC of confidence, in scope against out of scope / in-scope accuracy
while out-of-scope recall is at least 75 % / best Matthews correlation over all classes at any threshold.
"""


def as_page(outcomes: Outcomes, published: Sequence[tuple[str, ...]], encoder_bytes: int, date: str) -> str:
    """Markdown; `published` are the rows of other people, as they gave them."""
    measured = [
        (f"**{name}, this run**", *(cell(four_figures(sets[data].guesses)) for data in NAMES))
        for name, sets in outcomes.items()
    ]
    results = markdown(("system", *NAMES), [*published, *measured])
    return "\n".join([INTRODUCTION, results, "", _speed(outcomes), "", _circumstances(encoder_bytes, date)])


def cell(figures: FourFigures) -> str:
    return " / ".join(f"{figure:.3f}".lstrip("0") for figure in astuple(figures))


def _speed(outcomes: Outcomes) -> str:
    (_, ours), (_, default) = outcomes.items()
    rows = [
        *(_ratio(f"training, {data}", ours[data].training, default[data].training, 1, "s") for data in NAMES),
        *(_ratio(f"a message, {data}", ours[data].message, default[data].message, 1000, "ms") for data in NAMES),
    ]
    return "Time, in the same run:\n\n" + markdown(("what", "ours", "default", "ours / default"), rows)


def _ratio(what: str, ours: float, default: float, scale: float, unit: str) -> tuple[str, ...]:
    return what, f"{scale * ours:.1f} {unit}", f"{scale * default:.1f} {unit}", f"{ours / default:.3f}"


def _circumstances(encoder_bytes: int, date: str) -> str:
    return (
        f"- The sentence encoder's file: {encoder_bytes / 1e6:.1f} MB.\n"
        f"- Machine: {_processor()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}.\n"
        f"- Date: {date}. Command: `{COMMAND}`.\n"
        "- Training includes reading the data and writing the model. A message's time is the median of single calls,\n"
        "  the two systems asked in turns.\n"
    )


def _processor() -> str:
    """The processor's name, where the system tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.is_file() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
