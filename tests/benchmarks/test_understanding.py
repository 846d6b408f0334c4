"""The benchmark on public data reads what others published and says when the data is missing."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.understanding.data_sets import DataMissing, published_rows, read_data_sets
from benchmarks.understanding.metrics import FourFigures, Guess
from benchmarks.understanding.page import as_page, cell
from benchmarks.understanding.systems import Outcome
from content.files import ROOT

README = "# Data\n\n| system | sofmattress | curekart |\n|---|---|---|\n| LUIS | .6 / .7 | .5 / .4 |\n"


def write_data(folder: Path) -> None:
    for name in ("sofmattress", "curekart"):
        for part in ("train", "test"):
            with (folder / f"hint3_{name}_{part}.csv").open("w", newline="") as stream:
                csv.writer(stream).writerows([("sentence", "label"), ("one, two\nlines", "EMI")])


def test_messages_keep_their_commas_and_lines(tmp_path: Path) -> None:
    write_data(tmp_path)
    assert read_data_sets(tmp_path)[0].train == (("one, two\nlines", "EMI"),)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match=r"hint3_sofmattress_train\.csv is not there"):
        read_data_sets(tmp_path)


def test_the_command_says_what_is_missing_and_ends_with_2(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.understanding", "--data", str(tmp_path)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr.startswith("The public data is missing")
    assert not ended.stdout


def test_published_rows_are_read_as_they_were_written(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(README)
    assert published_rows(tmp_path) == [("LUIS", ".6 / .7", ".5 / .4")]


def test_a_cell_holds_four_figures_without_leading_zeros() -> None:
    assert cell(FourFigures(0.75, 0.9, 0.5, 1.0)) == ".750 / .900 / .500 / 1.000"


def test_the_page_shows_published_rows_both_systems_and_ratios() -> None:
    guesses = (Guess("a", "a", 0.9), Guess("NO_NODES_DETECTED", "a", 0.1))
    sets = {name: Outcome(guesses, training=2.0, message=0.004) for name in ("sofmattress", "curekart")}
    slow = {name: Outcome(guesses, training=8.0, message=0.008) for name in sets}
    page = as_page({"this project": sets, "default": slow}, [("LUIS", ".6", ".5")], 23_400_000, "2026-01-02")
    assert "| LUIS | .6 | .5 |" in page
    assert "| training, curekart | 2.0 s | 8.0 s | 0.250 |" in page
    assert "| a message, sofmattress | 4.0 ms | 8.0 ms | 0.500 |" in page
    assert "23.4 MB" in page
    assert "2026-01-02" in page
