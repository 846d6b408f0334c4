"""`make benchmark-understanding`: trains both pipelines on public data and writes `benchmarks/understanding.md`."""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from pathlib import Path

from benchmarks.parser import quiet_rasa
from benchmarks.progress import work_pages
from benchmarks.understanding.data_sets import DataMissing, published_rows, read_data_sets
from benchmarks.understanding.page import as_page
from benchmarks.understanding.systems import measure, systems
from content.files import ROOT

ENCODER = ROOT / "models" / "encoder" / "encoder.onnx"


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make benchmark-understanding", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "nlu-benchmarks")
    parser.add_argument("--date", default=datetime.date.today().isoformat(), help="the date to write")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "understanding.md")
    return parser.parse_args()


def main() -> None:
    chosen = options()
    chosen.out = chosen.out.resolve()
    try:
        data_sets, published = read_data_sets(chosen.data.resolve()), published_rows(chosen.data.resolve())
    except DataMissing as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    os.chdir(ROOT)  # config.yml names its folders from there
    with work_pages("Loading Rasa"), quiet_rasa():
        both = systems(ROOT / "config.yml")
    measured = {data.name: measure(both, data) for data in data_sets}
    outcomes = {system.name: {name: sets[system.name] for name, sets in measured.items()} for system in both}
    page = as_page(outcomes, published, ENCODER.stat().st_size, chosen.date)
    chosen.out.write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
