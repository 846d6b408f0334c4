"""Scores each intent: its probability times a power of the similarity to its nearest example."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bot.nlu.axes import unit_rows

EXACT = 5  # of the ranked intents
Arrays = Mapping[str, np.ndarray]  # weights, offsets, examples as unit rows, and the intents of the examples in order


def scores(rows: np.ndarray, arrays: Arrays, power: float) -> np.ndarray:
    """Returns scores of shape (rows, intents)."""
    return np.asarray(_chances(rows, arrays) * _likeness(rows, arrays) ** power)


def scores_of_one(row: np.ndarray, arrays: Arrays, power: float) -> np.ndarray:
    """As `scores` for one row, shape (intents,): exact for the best EXACT, for the rest not above those.

    A score is never above its chance, so most examples, tens of MB of them, need not be looked at.
    """
    chances, unit = _chances(row[None, :], arrays)[0], unit_rows(row[None, :])[0]
    starts = [*np.searchsorted(arrays["example_intents"], np.arange(len(chances))), len(arrays["examples"])]
    found, lowest = chances.copy(), 1.0
    best: list[float] = []
    for intent in np.argsort(-chances):
        if len(best) >= EXACT and chances[intent] <= best[-EXACT]:
            found[intent] *= lowest**power
            continue
        likeness = float(np.clip((arrays["examples"][starts[intent] : starts[intent + 1]] @ unit).max(), 0.0, 1.0))
        lowest = min(lowest, likeness)
        found[intent] *= likeness**power
        best = sorted([*best, float(found[intent])])
    return np.asarray(found)


def _chances(rows: np.ndarray, arrays: Arrays) -> np.ndarray:
    logits = rows @ arrays["weights"].T + arrays["offsets"]
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def _likeness(rows: np.ndarray, arrays: Arrays) -> np.ndarray:
    """To the nearest example of each intent, between 0 and 1; shape (rows, intents)."""
    # With rows of float64 NumPy would convert every example again for each message.
    cosines, owners = unit_rows(rows).astype(np.float32) @ arrays["examples"].T, arrays["example_intents"]
    starts = np.searchsorted(owners, np.arange(len(arrays["offsets"])))
    return np.asarray(np.clip(np.maximum.reduceat(cosines, starts, axis=1), 0.0, 1.0))
