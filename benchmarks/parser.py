"""A trained model's understanding alone: its NLU graph, run without a server, policies or actions."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

# TensorFlow and SQLAlchemy read these when they are imported; a cached part of a model would spoil its time.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("RASA_MAX_CACHE_SIZE", "0")

FALLBACK = "nlu_fallback"
BATCH = 64


class ModelMissing(FileNotFoundError):
    """There is no trained model to measure."""


@dataclass(frozen=True)
class Parsed:
    """What the model made of one message; `ranking` is best first and without the fallback."""

    intent: str | None
    ranking: tuple[tuple[str, float], ...]
    entities: tuple[dict[str, Any], ...]
    certainty: str | None = None
    problems: tuple[str, ...] = ()


NOTHING = Parsed(None, (), ())


def newest_model(folder: Path) -> Path:
    """Raises ModelMissing."""
    models = sorted((folder / "store").glob("*.tar.gz"), key=lambda file: file.stat().st_mtime)
    if not models:
        raise ModelMissing(f"There is no model in {folder}: run `make train` first.")
    return models[-1]


class Parser:
    """Loads the file of a Rasa model. Raises ModelMissing."""

    def __init__(self, model: Path) -> None:
        if not model.is_file():
            raise ModelMissing(f"The model {model} is not there: run `make train` first.")
        with quiet_rasa(), TemporaryDirectory() as folder:
            from rasa.engine.loader import load_predict_graph_runner
            from rasa.engine.runner.dask import DaskGraphRunner
            from rasa.engine.storage.local_model_storage import LocalModelStorage

            self._metadata, self._runner = load_predict_graph_runner(
                Path(folder), model, LocalModelStorage, DaskGraphRunner
            )

    @property
    def threshold(self) -> float:
        """The confidence under which the model does not answer; 0 where it always does."""
        nodes = self._metadata.predict_schema.nodes.values()
        thresholds = [node.config["answer_from"] for node in nodes if node.uses.__name__ == "CertaintyClassifier"]
        return float(thresholds[-1]) if thresholds else 0.0

    def parse(self, texts: Sequence[str]) -> list[Parsed]:
        """In the order of the texts; an empty text is nothing."""
        spoken = [place for place, text in enumerate(texts) if text]
        parsed = [NOTHING] * len(texts)
        for start in range(0, len(spoken), BATCH):
            batch = spoken[start : start + BATCH]
            for place, result in zip(batch, self._run([texts[p] for p in batch]), strict=True):
                parsed[place] = result
        return parsed

    def _run(self, texts: list[str]) -> list[Parsed]:
        from rasa.core.channels.channel import UserMessage
        from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER

        inputs = {PLACEHOLDER_MESSAGE: [UserMessage(text) for text in texts], PLACEHOLDER_TRACKER: None}
        target = self._metadata.nlu_target
        return [_parsed(message.data) for message in self._runner.run(inputs, [target])[target]]


def _parsed(data: dict[str, Any]) -> Parsed:
    ranking = [(str(rank["name"]), float(rank["confidence"])) for rank in data.get("intent_ranking") or []]
    return Parsed(
        (data.get("intent") or {}).get("name"),
        tuple(rank for rank in ranking if rank[0] != FALLBACK),
        tuple(data.get("entities") or ()),
        data.get("certainty"),
        tuple(data.get("problems") or ()),
    )


@contextmanager
def quiet_rasa() -> Iterator[None]:
    """Imports Rasa (seconds) and keeps its log and the warnings of its libraries away from the reader."""
    import logging
    import warnings

    with warnings.catch_warnings(record=True):  # deprecations inside libraries, which nobody here can mend
        from rasa.utils.log_utils import configure_structlog

        logging.getLogger().setLevel(logging.ERROR)
        configure_structlog(logging.ERROR)
        yield
