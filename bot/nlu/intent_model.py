"""The classifier without Rasa: from sentence vectors and n-grams to intents with confidences.

Logistic regression gives the probability of each intent; the similarity to the nearest training message of that intent
says how far to trust it. Their product decides, detects messages unlike any known one, and is calibrated.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.nlu.axes import main_axes, unit_rows
from bot.nlu.calibration import Calibration, calibrate
from bot.nlu.ngrams import Ngrams
from bot.nlu.scores import scores, scores_of_one
from bot.nlu.softmax import Weights, fit

MOST_CHANGED = 0.05  # of the messages: with more, nothing of an earlier model is taken over


@dataclass(frozen=True)
class Settings:
    """One fixed set for all data; chosen by cross-validation on training data (benchmarks/understanding.md)."""

    ngram_weight: float = 0.6
    dimensions: int = 400  # of the n-grams
    vector_dimensions: int = 384  # of the sentence vectors
    strength: float = 32.0  # scikit-learn's C
    likeness_power: float = 2.0


@dataclass(frozen=True)
class Ranked:
    """Intents with their confidences, best first."""

    intents: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Near:
    """A training message, as judged, and its likeness from -1 to 1."""

    text: str
    intent: str
    likeness: float


class IntentModel:
    """Fitted by `fit`, stored by `save` as npz and JSON (no pickle), read back by `load`.

    `whole` are the texts of the latest fit from nothing: how far this model has moved away from one.
    """

    def __init__(
        self,
        ngrams: Ngrams,
        arrays: Mapping[str, np.ndarray],
        intents: list[str],
        settings: Settings,
        calibration: Calibration,
        texts: Sequence[str],
        whole: Sequence[str],
    ) -> None:
        self._ngrams = ngrams
        self._arrays = arrays
        self.intents = intents
        self._settings = settings
        self.calibration = calibration
        self._texts = texts
        self._whole = whole

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        vectors: np.ndarray,
        intents: Sequence[str],
        settings: Settings,
        earlier: IntentModel | None = None,
    ) -> IntentModel:
        """Texts, unit vectors of shape (texts, width) and intents, in the same order.

        With an `earlier` model of nearly the same texts, its axes and calibration stay and its weights are the start.
        """
        names, owners = np.unique(np.asarray(intents), return_inverse=True)
        order = np.argsort(owners, kind="stable")  # an intent's examples are together, see scores.py
        texts, vectors, owners = [texts[place] for place in order], vectors[order], owners[order]
        near = earlier if earlier is not None and earlier._is_near(texts, settings, vectors.shape[1]) else None
        if near:
            ngrams, axes, spelled = near._ngrams, near._arrays["vector_axes"], near._ngrams.transform(texts)
        else:
            axes = main_axes(vectors, settings.vector_dimensions)
            ngrams, spelled = Ngrams.fit(texts, settings.dimensions)
        rows = np.hstack([vectors @ axes, settings.ngram_weight * spelled]).astype(np.float32)
        start = near._weights_for(names.tolist()) if near else None
        arrays = {"vector_axes": axes, **_fitted(rows, owners, settings, start)}
        curve = near.calibration if near else _calibration(rows, owners, settings)
        return cls(ngrams, arrays, names.tolist(), settings, curve, texts, near._whole if near else texts)

    def _is_near(self, texts: Sequence[str], settings: Settings, width: int) -> bool:
        same_kind = self._settings == settings and self._arrays["vector_axes"].shape[0] == width
        changed = len(set(texts) ^ set(self._whole))
        return same_kind and changed <= MOST_CHANGED * len(self._whole)

    def _weights_for(self, names: Sequence[str]) -> Weights:
        """As learned; zero for an intent that is new."""
        places = {name: place for place, name in enumerate(self.intents)}
        weights = np.zeros((len(names), self._arrays["weights"].shape[1]), dtype=np.float32)
        offsets = np.zeros(len(names), dtype=np.float32)
        for row, name in enumerate(names):
            if name in places:
                weights[row] = self._arrays["weights"][places[name]]
                offsets[row] = self._arrays["offsets"][places[name]]
        return Weights(weights, offsets)

    def rank(self, texts: Sequence[str], vectors: np.ndarray) -> list[Ranked]:
        """Every intent for each text, best first; confidences are between 0 and 1."""
        found = [scores_of_one(row, self._arrays, self._settings.likeness_power) for row in self._rows(texts, vectors)]
        return [self._ranked(row, self.calibration.confidence(row)) for row in found]

    def _rows(self, texts: Sequence[str], vectors: np.ndarray) -> np.ndarray:
        spelled = np.vstack([self._ngrams.transform([text]) for text in texts])
        reduced = vectors @ self._arrays["vector_axes"]
        return np.hstack([reduced, self._settings.ngram_weight * spelled]).astype(np.float32)

    def _ranked(self, found: np.ndarray, confidences: np.ndarray) -> Ranked:
        return Ranked(tuple((self.intents[i], float(confidences[i])) for i in np.argsort(-found)))

    def nearest(self, text: str, vector: np.ndarray, count: int) -> list[Near]:
        """Returns the most similar training messages, nearest first."""
        cosines = self._arrays["examples"] @ unit_rows(self._rows([text], vector[None, :]))[0]
        owners = self._arrays["example_intents"]
        return [Near(self._texts[i], self.intents[owners[i]], float(cosines[i])) for i in np.argsort(-cosines)[:count]]

    def save(self, folder: Path) -> None:
        examples = self._arrays["examples"].astype(np.float16)
        stored: dict[str, Any] = {**self._arrays, "examples": examples, **self._ngrams.arrays()}
        np.savez(folder / "model.npz", **stored)
        about = {
            "intents": self.intents,
            "vocabularies": self._ngrams.vocabularies(),
            "settings": self._settings.__dict__,
            "calibration": self.calibration.__dict__,
            "texts": list(self._texts),
            "whole": list(self._whole),
        }
        (folder / "model.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        about: dict[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        with np.load(folder / "model.npz", allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        arrays["examples"] = arrays["examples"].astype(np.float32)
        return cls(
            ngrams=Ngrams.restore(arrays, about["vocabularies"]),
            arrays=arrays,
            intents=about["intents"],
            settings=Settings(**about["settings"]),
            calibration=Calibration(**about["calibration"]),
            texts=about["texts"],
            whole=about["whole"],
        )


def _fitted(rows: np.ndarray, owners: np.ndarray, settings: Settings, start: Weights | None) -> dict[str, np.ndarray]:
    """The regression's weights, and the examples as unit rows."""
    found = fit(rows, owners, settings.strength, start)
    return {
        "weights": found.weights,
        "offsets": found.offsets,
        "examples": unit_rows(rows).astype(np.float32),
        "example_intents": owners,
    }


def _calibration(rows: np.ndarray, owners: np.ndarray, settings: Settings) -> Calibration:
    def scores_of(seen: np.ndarray, their_owners: np.ndarray, unseen: np.ndarray) -> np.ndarray:
        return scores(unseen, _fitted(seen, their_owners, settings, None), settings.likeness_power)

    return calibrate(rows, owners, scores_of)
