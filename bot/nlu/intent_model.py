"""The classifier itself, without Rasa: sentence vectors and n-grams in, intents with confidences out.

Logistic regression says which intent wins; the likeness to the nearest training message of that intent says how
far to trust it. That product is what tells a message that nobody thought of from one that we know.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.nlu.ngrams import Ngrams, unit_rows


@dataclass(frozen=True)
class Settings:
    """One fixed set for all data; chosen by cross-validation on training data (benchmarks/understanding.md)."""

    ngram_weight: float = 0.5
    dimensions: int = 256
    strength: float = 32.0  # scikit-learn's C


@dataclass(frozen=True)
class Ranked:
    """Intents with their confidences, best first."""

    intents: tuple[tuple[str, float], ...]


class IntentModel:
    """Fitted by `fit`, stored by `save` as npz and JSON (no pickle), read back by `load`."""

    def __init__(self, ngrams: Ngrams, arrays: dict[str, np.ndarray], intents: list[str], settings: Settings) -> None:
        self._ngrams = ngrams
        self._arrays = arrays
        self.intents = intents
        self._settings = settings

    @classmethod
    def fit(cls, texts: Sequence[str], vectors: np.ndarray, intents: Sequence[str], settings: Settings) -> IntentModel:
        """Texts, unit vectors of shape (texts, width) and intents, in the same order."""
        ngrams = Ngrams.fit(texts, settings.dimensions)
        rows = np.hstack([vectors, settings.ngram_weight * ngrams.transform(texts)])
        regression = LogisticRegression(C=settings.strength, class_weight="balanced", max_iter=2000)
        regression.fit(rows, list(intents))
        names = [str(name) for name in regression.classes_]
        weights, offsets = regression.coef_, regression.intercept_
        if len(names) == 2:  # scikit-learn keeps one row for two classes
            weights, offsets = np.vstack([-weights, weights]) / 2, np.hstack([-offsets, offsets]) / 2
        arrays = {
            "weights": weights.astype(np.float32),
            "offsets": offsets.astype(np.float32),
            "examples": unit_rows(rows).astype(np.float32),
            "example_intents": np.array([names.index(intent) for intent in intents]),
        }
        return cls(ngrams, arrays, names, settings)

    def rank(self, texts: Sequence[str], vectors: np.ndarray) -> list[Ranked]:
        """Every intent for each text, best first; confidences are between 0 and 1."""
        rows = np.hstack([vectors, self._settings.ngram_weight * self._ngrams.transform(texts)])
        logits = rows @ self._arrays["weights"].T + self._arrays["offsets"]
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        chances = odds / odds.sum(axis=1, keepdims=True)
        likeness = self._likeness(unit_rows(rows))
        return [self._ranked(chance, like) for chance, like in zip(chances, likeness, strict=True)]

    def _likeness(self, rows: np.ndarray) -> np.ndarray:
        """Cosine to the nearest example of each intent, shape (texts, intents), not under 0."""
        cosines = rows @ self._arrays["examples"].T
        owners = self._arrays["example_intents"]
        best = [cosines[:, owners == number].max(axis=1) for number in range(len(self.intents))]
        return np.clip(np.stack(best, axis=1), 0.0, 1.0)

    def _ranked(self, chances: np.ndarray, likeness: np.ndarray) -> Ranked:
        order = np.argsort(-chances)
        return Ranked(tuple((self.intents[i], float(chances[i] * likeness[i])) for i in order))

    def nearest(self, text: str, vector: np.ndarray, count: int) -> list[tuple[int, float]]:
        """Positions of the nearest training messages with their cosines, nearest first."""
        row = np.hstack([vector, self._settings.ngram_weight * self._ngrams.transform([text])[0]])
        cosines = self._arrays["examples"] @ unit_rows(row[None, :])[0]
        return [(int(i), float(cosines[i])) for i in np.argsort(-cosines)[:count]]

    def save(self, folder: Path) -> None:
        np.savez_compressed(folder / "model.npz", **self._arrays, **self._ngrams.arrays())
        about = {
            "intents": self.intents,
            "vocabularies": self._ngrams.vocabularies(),
            "settings": self._settings.__dict__,
        }
        (folder / "model.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        about: dict[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        with np.load(folder / "model.npz", allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        ngrams = Ngrams.restore(arrays, about["vocabularies"])
        return cls(ngrams, arrays, about["intents"], Settings(**about["settings"]))
