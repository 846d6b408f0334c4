"""`make evaluate`: prints the report, writes it as a page, and ends with 1 when a figure is under its floor."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from benchmarks.evaluate.floor import FloorWrong, read_floor, shortfalls
from benchmarks.evaluate.messages import MessagesWrong, read_messages
from benchmarks.evaluate.page import write_page
from benchmarks.evaluate.pictures import draw
from benchmarks.evaluate.report import measure
from benchmarks.evaluate.sections import sections
from benchmarks.evaluate.terminal import as_text
from benchmarks.parser import ModelMissing, Parser, newest_model
from benchmarks.progress import work_pages
from content.files import ROOT


def options() -> argparse.Namespace:
    tests = ROOT / "tests"
    parser = argparse.ArgumentParser(prog="make evaluate", description=__doc__)
    parser.add_argument("--model", type=Path, help="a trained model; without it, the newest one")
    parser.add_argument("--messages", type=Path, default=tests / "understanding", help="folder of .tsv files")
    parser.add_argument("--safety", type=Path, default=tests / "safety" / "data", help="folder of .tsv files")
    parser.add_argument("--floor", type=Path, default=tests / "understanding" / "floor.toml")
    return parser.parse_args()


def run(chosen: argparse.Namespace, folder: Path) -> list[str]:
    """Returns a sentence for each figure under its floor."""
    floor, messages = read_floor(chosen.floor), read_messages(chosen.messages)
    model = chosen.model or newest_model(ROOT / "models")
    with work_pages("Loading the model"):
        parser = Parser(model.resolve())
    report = measure(parser, model.name, messages, chosen.safety)
    short = shortfalls(floor, report.figures())
    print(as_text(sections(report)))
    folder.mkdir(parents=True, exist_ok=True)
    with work_pages("Drawing"):
        write_page(folder / "index.html", sections(report), draw(report, folder), short)
    print(f"As a page, with pictures: {folder / 'index.html'}")
    return short


def main() -> None:
    os.chdir(ROOT)  # models name the encoder's folder from there
    try:
        short = run(options(), ROOT / "var" / "evaluate")
    except (FloorWrong, ModelMissing, MessagesWrong) as error:
        sys.exit(str(error))
    if short:
        sys.exit("\n".join(short))


if __name__ == "__main__":
    main()
