"""Draws the two systems side by side, in the engine's Python: RESULTS.json PICTURE.png."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot as plt

PANELS = (
    ("Reply, 1 conversation (ms)", lambda one: one["one"]["median"]),
    ("Reply, 20 at once (ms)", lambda one: one["twenty"]["median"]),
    ("Messages a second", lambda one: one["twenty"]["rate"]),
    ("Memory (MB)", lambda one: one["memory"]),
    ("Start-up (s)", lambda one: one["start"]),
)


def main() -> None:
    found = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    figure, axes = plt.subplots(1, len(PANELS), figsize=(13, 3))
    for axis, (title, value) in zip(axes, PANELS, strict=True):
        values = [value(found["ours"]), value(found["stock"])]
        bars = axis.bar(["ours", "stock"], values, color=["#005eb8", "#aeb7bd"])
        axis.bar_label(bars, fmt="%.0f")
        axis.set_title(title, fontsize=10)
        axis.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(sys.argv[2], dpi=110)


if __name__ == "__main__":
    main()
