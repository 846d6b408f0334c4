"""The regression comes to scikit-learn's optimum, and a start from an earlier fit to the same."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from bot.nlu import softmax

STRENGTH = 2.0


@pytest.fixture
def data() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    centres = random.normal(size=(4, 12))
    owners = np.repeat(np.arange(4), (40, 30, 20, 10))
    return (centres[owners] + random.normal(size=(100, 12))).astype(np.float32), owners


def chances(rows: np.ndarray, found: softmax.Weights) -> np.ndarray:
    odds = np.exp(rows @ found.weights.T + found.offsets)
    return odds / odds.sum(axis=1, keepdims=True)


def test_it_gives_the_chances_that_scikit_learn_gives(data: tuple[np.ndarray, np.ndarray]) -> None:
    rows, owners = data
    theirs = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=1000).fit(rows, owners)
    np.testing.assert_allclose(
        chances(rows, softmax.fit(rows, owners, STRENGTH)), theirs.predict_proba(rows), atol=0.02
    )


def test_from_an_earlier_fit_it_comes_to_the_same(data: tuple[np.ndarray, np.ndarray]) -> None:
    rows, owners = data
    whole = softmax.fit(rows, owners, STRENGTH)
    earlier = softmax.fit(rows[:-1], owners[:-1], STRENGTH)
    warm = softmax.fit(rows, owners, STRENGTH, earlier)
    np.testing.assert_allclose(chances(rows, warm), chances(rows, whole), atol=0.02)
