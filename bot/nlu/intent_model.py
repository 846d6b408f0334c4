"""The classifier itself, without Rasa: sentence vectors and n-grams in, intents with confidences out.

Logistic regression says which intent is likely; the likeness to the nearest training message of that intent says how
far to trust it. Their product decides, tells a message that nobody thought of from one that we know, and is calibrated.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bot.nlu.ngrams import Ngrams, unit_rows

EXACT = 5  # of the ranked intents
ROUNDS = 100  # of the regression's solver
FLOOR = 1e-9  # of a score, whose logarithm is taken


@dataclass(frozen=True)
class Settings:
    """One fixed set for all data; chosen by cross-validation on training data (benchmarks/understanding.md)."""

    ngram_weight: float = 0.6
    dimensions: int = 400
    strength: float = 32.0  # scikit-learn's C
    likeness_power: float = 2.0
    folds: int = 3  # of the cross-validation that calibrates the confidence


@dataclass(frozen=True)
class Calibration:
    """Turns a score into the chance that the answer is right: a logistic curve over its logarithm (Platt 1999)."""

    slope: float = 1.0
    offset: float = 0.0

    def confidence(self, scores: np.ndarray) -> np.ndarray:
        """Between 0 and 1, in the order of the scores; more where the score is more."""
        return np.asarray(1 / (1 + np.exp(-self.slope * np.log(np.maximum(scores, FLOOR)) - self.offset)))


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
    """Fitted by `fit`, stored by `save` as npz and JSON (no pickle), read back by `load`."""

    def __init__(
        self,
        ngrams: Ngrams,
        arrays: dict[str, np.ndarray],
        intents: list[str],
        settings: Settings,
        calibration: Calibration | None = None,
        texts: Sequence[str] = (),
    ) -> None:
        self._ngrams = ngrams
        self._arrays = arrays
        self.intents = intents
        self._settings = settings
        self.calibration = calibration or Calibration()
        self._texts = texts

    @classmethod
    def fit(cls, texts: Sequence[str], vectors: np.ndarray, intents: Sequence[str], settings: Settings) -> IntentModel:
        """Texts, unit vectors of shape (texts, width) and intents, in the same order."""
        ngrams, spelled = Ngrams.fit(texts, settings.dimensions)
        rows = np.hstack([vectors, settings.ngram_weight * spelled]).astype(np.float32)
        names, owners = np.unique(np.asarray(intents), return_inverse=True)
        order = np.argsort(owners, kind="stable")  # an intent's examples stand together, see _likeness
        rows, owners, texts, names = rows[order], owners[order], [texts[i] for i in order], names.tolist()
        arrays = _arrays(rows, owners, settings)
        return cls(ngrams, arrays, names, settings, _calibration(rows, owners, settings), texts)

    def rank(self, texts: Sequence[str], vectors: np.ndarray) -> list[Ranked]:
        """Every intent for each text, best first; confidences are between 0 and 1."""
        rows = np.hstack([vectors, self._settings.ngram_weight * self._ngrams.transform(texts)]).astype(np.float32)
        scores = [_scores_of_one(row, self._arrays, self._settings) for row in rows]
        return [self._ranked(row, self.calibration.confidence(row)) for row in scores]

    def _ranked(self, scores: np.ndarray, confidences: np.ndarray) -> Ranked:
        return Ranked(tuple((self.intents[i], float(confidences[i])) for i in np.argsort(-scores)))

    def nearest(self, text: str, vector: np.ndarray, count: int) -> list[Near]:
        """The training messages most like a text, the nearest first."""
        row = np.hstack([vector, self._settings.ngram_weight * self._ngrams.transform([text])[0]])
        cosines = self._arrays["examples"] @ unit_rows(row[None, :])[0]
        owners = self._arrays["example_intents"]
        return [Near(self._texts[i], self.intents[owners[i]], float(cosines[i])) for i in np.argsort(-cosines)[:count]]

    def save(self, folder: Path) -> None:
        stored: dict[str, Any] = {**self._arrays, **self._ngrams.arrays()}
        np.savez_compressed(folder / "model.npz", **stored)
        about = {
            "intents": self.intents,
            "vocabularies": self._ngrams.vocabularies(),
            "settings": self._settings.__dict__,
            "calibration": self.calibration.__dict__,
            "texts": list(self._texts),
        }
        (folder / "model.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        about: dict[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        with np.load(folder / "model.npz", allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        ngrams = Ngrams.restore(arrays, about["vocabularies"])
        calibration = Calibration(**about["calibration"])
        return cls(ngrams, arrays, about["intents"], Settings(**about["settings"]), calibration, about["texts"])


def _arrays(rows: np.ndarray, owners: np.ndarray, settings: Settings) -> dict[str, np.ndarray]:
    """The regression's weights of shape (intents, width) and the examples as unit rows."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # more rounds change nothing on messages not seen
        regression = LogisticRegression(C=settings.strength, class_weight="balanced", max_iter=ROUNDS)
        axes, within = _thin(rows)
        regression.fit(within, owners)
    weights, offsets = regression.coef_ @ axes, regression.intercept_
    if len(weights) == 1:  # scikit-learn keeps one row for two classes
        weights, offsets = np.vstack([-weights, weights]) / 2, np.hstack([-offsets, offsets]) / 2
    return {
        "weights": weights.astype(np.float32),
        "offsets": offsets.astype(np.float32),
        "examples": unit_rows(rows).astype(np.float32),
        "example_intents": owners,
    }


def _thin(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Unit axes of shape (dimensions, width) that span the rows, and the rows in them.

    Fewer dimensions than width where there are fewer rows: the regression, whose penalty does not see rotations,
    gives the same weights in a fraction of the time.
    """
    if len(rows) >= rows.shape[1]:
        return np.eye(rows.shape[1], dtype=rows.dtype), rows
    axes, within = np.linalg.qr(rows.T)
    return axes.T, within.T


def _scores(rows: np.ndarray, arrays: dict[str, np.ndarray], settings: Settings) -> np.ndarray:
    """The chance of each intent, times its likeness to the nearest example to a power; shape (rows, intents)."""
    return np.asarray(_chances(rows, arrays) * _likeness(rows, arrays) ** settings.likeness_power)


def _chances(rows: np.ndarray, arrays: dict[str, np.ndarray]) -> np.ndarray:
    logits = rows @ arrays["weights"].T + arrays["offsets"]
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def _scores_of_one(row: np.ndarray, arrays: dict[str, np.ndarray], settings: Settings) -> np.ndarray:
    """As `_scores` for one row, shape (intents,): exact for the best EXACT, for the rest not above those.

    A score is never above its chance, so most examples, 60 MB of them, need not be looked at.
    """
    chances, unit = _chances(row[None, :], arrays)[0], unit_rows(row[None, :])[0]
    starts = [*np.searchsorted(arrays["example_intents"], np.arange(len(chances))), len(arrays["examples"])]
    scores, lowest = chances.copy(), 1.0
    best: list[float] = []
    for intent in np.argsort(-chances):
        if len(best) >= EXACT and chances[intent] <= best[-EXACT]:
            scores[intent] *= lowest**settings.likeness_power
            continue
        likeness = float(np.clip((arrays["examples"][starts[intent] : starts[intent + 1]] @ unit).max(), 0.0, 1.0))
        lowest = min(lowest, likeness)
        scores[intent] *= likeness**settings.likeness_power
        best = sorted([*best, float(scores[intent])])
    return np.asarray(scores)


def _likeness(rows: np.ndarray, arrays: dict[str, np.ndarray]) -> np.ndarray:
    """To the nearest example of each intent, between 0 and 1; shape (rows, intents)."""
    # With rows of float64 NumPy would convert every example anew for each message.
    cosines, owners = unit_rows(rows).astype(np.float32) @ arrays["examples"].T, arrays["example_intents"]
    starts = np.searchsorted(owners, np.arange(len(arrays["offsets"])))
    return np.asarray(np.clip(np.maximum.reduceat(cosines, starts, axis=1), 0.0, 1.0))


def _calibration(rows: np.ndarray, owners: np.ndarray, settings: Settings) -> Calibration:
    """From the scores of messages that the model did not see; none where an intent has too few examples."""
    if np.bincount(owners).min() < settings.folds:
        return Calibration()
    scores, right = [], []
    for seen, unseen in StratifiedKFold(settings.folds, shuffle=True, random_state=0).split(rows, owners):
        fold = _scores(rows[unseen], _arrays(rows[seen], owners[seen], settings), settings)
        scores += list(fold.max(axis=1))
        right += list(fold.argmax(axis=1) == owners[unseen])
    if len(set(right)) < 2:
        return Calibration()
    curve = LogisticRegression().fit(np.log(np.maximum(scores, FLOOR))[:, None], right)
    return Calibration(float(curve.coef_[0, 0]), float(curve.intercept_[0]))
