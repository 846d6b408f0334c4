"""The two pipelines, trained through Rasa and asked message by message."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.parser import Parsed, Parser, quiet_rasa
from benchmarks.progress import work_pages
from benchmarks.understanding.data_sets import DataSet, Example, write_training_file
from benchmarks.understanding.metrics import Guess

# What decides by NHS login's own references, whatever the intents are; all else of config.yml is measured.
OURS_ONLY = (
    "bot.nlu.pattern_decisions.PatternsDecide",
    "bot.nlu.other_language.OtherLanguage",
    "bot.nlu.certainty.CertaintyClassifier",
)
FIRST_MESSAGES = 5  # not timed: what is made on first use

Timed = tuple[Parsed, float]  # what was made of a message, and the seconds that it took


@dataclass(frozen=True)
class System:
    name: str
    config: dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """Seconds to train, and the median seconds for a message."""

    guesses: tuple[Guess, ...]
    training: float
    message: float


def systems(config: Path) -> tuple[System, System]:
    """Ours as in the project's config.yml, and Rasa's default."""
    ours, default = _config(config), _config(Path(__file__).with_name("rasa_default.yml"))
    ours["pipeline"] = [part for part in ours["pipeline"] if part["name"] not in OURS_ONLY]
    return System("this project", ours), System("Rasa 3.6.21 default pipeline", default)


def _config(file: Path) -> dict[str, Any]:
    from rasa.shared.utils.io import read_config_file

    config = dict(read_config_file(file))
    return {key: config[key] for key in ("recipe", "language", "assistant_id", "pipeline")}


def measure(both: Sequence[System], data: DataSet) -> dict[str, Outcome]:
    """Trains each from nothing, then asks them in turns, message by message: what else the machine does hits both.

    By the systems' names.
    """
    with TemporaryDirectory() as scratch:
        trained = [_trained(system, data, Path(scratch)) for system in both]
    with work_pages(f"{data.name}: {len(data.test)} messages"):
        parsers = [parser for parser, _ in trained]
        answers = _ask(parsers, [text for text, _ in data.test])
    return {
        system.name: Outcome(_guesses(data.test, [parsed for parsed, _ in mine]), training, _median(mine))
        for system, (_, training), mine in zip(both, trained, zip(*answers, strict=True), strict=True)
    }


def _trained(system: System, data: DataSet, scratch: Path) -> tuple[Parser, float]:
    with work_pages(f"{data.name}, {system.name}: training"), TemporaryDirectory(dir=scratch) as folder:
        model, took = _train(system, data.train, Path(folder))
        return Parser(model), took


def _train(system: System, examples: tuple[Example, ...], folder: Path) -> tuple[Path, float]:
    config, data = folder / "config.yml", folder / "nlu.json"
    config.write_text(json.dumps(system.config), encoding="utf-8")  # JSON is YAML
    write_training_file(examples, data)
    said = io.StringIO()
    with quiet_rasa(), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        from rasa.model_training import train_nlu

        _load_components(system.config)
        began = time.perf_counter()
        model = train_nlu(str(config), str(data), str(folder), fixed_model_name="model")
        took = time.perf_counter() - began
    if model is None:
        raise RuntimeError(f"Rasa did not train {system.name}:\n{said.getvalue()[-2000:]}")
    return Path(model), took


def _load_components(config: dict[str, Any]) -> None:
    """Loading libraries is not training; Rasa loads its own, with TensorFlow, before the clock starts."""
    for component in config["pipeline"]:
        module = component["name"].rpartition(".")[0]
        if module:
            importlib.import_module(module)


def _ask(parsers: Sequence[Parser], texts: Sequence[str]) -> list[list[Timed]]:
    """For each text what each parser made of it, and in how many seconds."""
    for parser in parsers:
        parser.parse(texts[:FIRST_MESSAGES])
    return [[_timed(parser, text) for parser in parsers] for text in texts]


def _timed(parser: Parser, text: str) -> Timed:
    began = time.perf_counter()
    parsed = parser.parse([text])[0]
    return parsed, time.perf_counter() - began


def _median(answers: Sequence[Timed]) -> float:
    return statistics.median(seconds for _, seconds in answers)


def _guesses(examples: Sequence[Example], answers: Sequence[Parsed]) -> tuple[Guess, ...]:
    best = [parsed.ranking[0] if parsed.ranking else ("", 0.0) for parsed in answers]
    return tuple(Guess(label, *one) for (_, label), one in zip(examples, best, strict=True))
