"""The report's pictures: confusion matrix, calibration curve and threshold curve, as PNG files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from benchmarks.evaluate.confidence import Point, calibration_error, point_at
from benchmarks.evaluate.page import Picture
from benchmarks.evaluate.report import Report
from benchmarks.evaluate.topics import heard

BLUE, GREEN, RED = "#005eb8", "#007f3b", "#b3261e"
Axes = Any  # matplotlib 3.5 has no types


def draw(report: Report, folder: Path) -> list[Picture]:
    """Writes the files."""
    worst = report.confusions[0] if report.confusions else None
    said = f"The worst: {worst.expected} taken for {worst.got}, {len(worst.texts)} messages." if worst else "None."
    error = f"{100 * calibration_error(report.bins):.1f} %"
    chosen = point_at(report.threshold, report.pairs)
    at = f"{100 * chosen.answered:.0f} % answered, {100 * chosen.right:.0f} % of the answers right"
    save(folder / "confusions.png", (11, 10), lambda axes: _confusion_matrix(report, axes))
    save(folder / "calibration.png", (6, 5), lambda axes: _calibration_curve(report, axes))
    save(folder / "thresholds.png", (7, 5), lambda axes: threshold_curve(report.curve, report.threshold, axes))
    return [
        Picture("confusions.png", "Confusion matrix", f"Expected against understood topics as a grid. {said}"),
        Picture("calibration.png", "Calibration curve", f"Share right at each confidence; mean distance {error}."),
        Picture("thresholds.png", "Threshold curve", f"At the configured {report.threshold:.2f}: {at}."),
    ]


def save(file: Path, size: tuple[int, int], paint: Callable[[Axes], None]) -> None:
    """`size` in hundreds of pixels."""
    figure = Figure(figsize=size, dpi=100)
    paint(figure.subplots())
    figure.tight_layout()
    figure.savefig(file)


def _confusion_matrix(report: Report, axes: Axes) -> None:
    names = [figures.topic for figures in report.topics]
    counts = np.zeros((len(names), len(names)), dtype=int)
    for message, found in report.pairs:
        counts[names.index(message.expected), names.index(heard(found.topic))] += 1
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for (row, column), count in np.ndenumerate(counts):
        if count:
            colour = "white" if shares[row, column] > 0.5 else "black"
            axes.text(column, row, str(count), ha="center", va="center", fontsize=8, color=colour)
    axes.set_xticks(range(len(names)))
    axes.set_xticklabels(names, rotation=60, ha="right")
    axes.set_yticks(range(len(names)))
    axes.set_yticklabels(names)
    axes.set_xlabel("understood")
    axes.set_ylabel("expected")


def _calibration_curve(report: Report, axes: Axes) -> None:
    bins = [b for b in report.bins if b.count]
    axes.plot([0, 1], [0, 1], color="grey", linestyle="--", label="confidence as it should be")
    axes.plot([b.confidence for b in bins], [b.right for b in bins], "o-", color=BLUE, label="measured")
    for b in bins:
        axes.annotate(str(b.count), (b.confidence, b.right), xytext=(4, -12), textcoords="offset points", fontsize=8)
    axes.set_xlabel("confidence (numbers: messages)")
    axes.set_ylabel("share right")
    axes.legend()


def threshold_curve(curve: Sequence[Point], configured: float, axes: Axes) -> None:
    """What each threshold answers, gets right and lets through, with the configured one marked."""
    thresholds = [point.threshold for point in curve]
    lines = (
        ("answers that are right", [p.right for p in curve if p.answered], GREEN, "-"),
        ("messages in scope answered", [p.answered for p in curve], BLUE, "--"),
        ("messages out of scope let through", [p.let_through for p in curve], RED, ":"),
    )
    for name, values, colour, style in lines:
        axes.plot(thresholds[: len(values)], values, style, color=colour, label=name)
    axes.axvline(configured, color="black", linewidth=1, label=f"configured: {configured:.2f}")
    axes.set_xlabel("threshold")
    axes.set_ylabel("share")
    axes.legend()
