"""Converts scores to the probability that an answer is right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

FLOOR = 1e-9  # of a score, whose logarithm is taken
FOLDS = 3
MANY = 5_000  # rows: with so many, one fold is enough for the two numbers of the curve
# Fits on rows and owners, and gives the scores of other rows, of shape (rows, intents).
ScoresOfUnseen = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Calibration:
    """A logistic curve over the score's logarithm (Platt 1999)."""

    slope: float = 1.0
    offset: float = 0.0

    def confidence(self, scores: np.ndarray) -> np.ndarray:
        """Returns probabilities between 0 and 1, which increase with the scores."""
        return np.asarray(1 / (1 + np.exp(-self.slope * np.log(np.maximum(scores, FLOOR)) - self.offset)))


def calibrate(rows: np.ndarray, owners: np.ndarray, scores_of: ScoresOfUnseen) -> Calibration:
    """Fits the curve to scores of messages that the model has not seen; None if an intent has too few examples."""
    if np.bincount(owners).min() < FOLDS:
        return Calibration()
    scores: list[float] = []
    right: list[bool] = []
    for seen, unseen in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(rows, owners):
        fold = scores_of(rows[seen], owners[seen], rows[unseen])
        scores += list(fold.max(axis=1))
        right += list(fold.argmax(axis=1) == owners[unseen])
        if len(rows) >= MANY:
            break
    if len(set(right)) < 2:
        return Calibration()
    curve = LogisticRegression().fit(np.log(np.maximum(scores, FLOOR))[:, None], right)
    return Calibration(float(curve.coef_[0, 0]), float(curve.intercept_[0]))
