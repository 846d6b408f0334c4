"""The public data: `hint3_NAME_train.csv` and `hint3_NAME_test.csv`, and the README with the published results."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

NAMES = ("sofmattress", "curekart")

Example = tuple[str, str]  # a message and its label


class DataMissing(FileNotFoundError):
    """The public data is not where it should be; the sentence says where."""


@dataclass(frozen=True)
class DataSet:
    """Out-of-scope messages occur in `test` only."""

    name: str
    train: tuple[Example, ...]
    test: tuple[Example, ...]


def read_data_sets(folder: Path) -> list[DataSet]:
    """Raises DataMissing."""
    return [
        DataSet(name, _examples(folder / f"hint3_{name}_train.csv"), _examples(folder / f"hint3_{name}_test.csv"))
        for name in NAMES
    ]


def _examples(file: Path) -> tuple[Example, ...]:
    if not file.is_file():
        raise DataMissing(f"The public data is missing: {file} is not there.")
    with file.open(encoding="utf-8", newline="") as stream:
        return tuple((row["sentence"], row["label"]) for row in csv.DictReader(stream))


def published_rows(folder: Path) -> list[tuple[str, ...]]:
    """The rows of the README's table: system and one cell for each data set, as written. Raises DataMissing."""
    file = folder / "README.md"
    if not file.is_file():
        raise DataMissing(f"The published results are missing: {file} is not there.")
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines[2:]]


def write_training_file(examples: tuple[Example, ...], file: Path) -> None:
    """In Rasa's JSON form, in which brackets and dashes mean nothing."""
    rows = [{"text": text, "intent": label, "entities": []} for text, label in examples]
    file.write_text(json.dumps({"rasa_nlu_data": {"common_examples": rows}}), encoding="utf-8")
