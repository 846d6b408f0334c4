"""The four figures of the public benchmark, from the likeliest intent of each message and its confidence.

Definitions: README.md of the data; the third and fourth take a message under the threshold as out of scope.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

OUT_OF_SCOPE = "NO_NODES_DETECTED"
LEAST_RECALL = 0.75


@dataclass(frozen=True)
class Guess:
    """`got` is the likeliest intent without any threshold."""

    expected: str
    got: str
    confidence: float


@dataclass(frozen=True)
class FourFigures:
    """In the order of the published table; each between 0 and 1, the last one from -1."""

    accuracy: float
    auroc: float
    accuracy_with_recall: float
    correlation: float


def four_figures(guesses: Sequence[Guess]) -> FourFigures:
    """Needs messages in scope and out of scope."""
    return FourFigures(accuracy(guesses), auroc(guesses), accuracy_with_recall(guesses), best_correlation(guesses))


def accuracy(guesses: Sequence[Guess], threshold: float = 0.0) -> float:
    """Of the messages in scope, the share whose intent is right and whose confidence is not under the threshold."""
    inside = [guess for guess in guesses if guess.expected != OUT_OF_SCOPE]
    return sum(g.got == g.expected and g.confidence >= threshold for g in inside) / len(inside)


def auroc(guesses: Sequence[Guess]) -> float:
    """The chance that a message in scope has more confidence than one out of scope; a tie counts half."""
    inside = np.array([g.confidence for g in guesses if g.expected != OUT_OF_SCOPE])
    outside = np.array([g.confidence for g in guesses if g.expected == OUT_OF_SCOPE])
    more = inside[:, None] > outside[None, :]
    same = inside[:, None] == outside[None, :]
    return float(more.mean() + same.mean() / 2)


def accuracy_with_recall(guesses: Sequence[Guess], recall: float = LEAST_RECALL) -> float:
    """In-scope accuracy at the lowest threshold that keeps this share of out-of-scope messages out."""
    outside = np.array([g.confidence for g in guesses if g.expected == OUT_OF_SCOPE])
    enough = (t for t in thresholds(guesses) if (outside < t).mean() >= recall)
    return accuracy(guesses, next(enough))


def thresholds(guesses: Sequence[Guess]) -> list[float]:
    """Every one that makes a difference, the lowest first; the last one refuses all."""
    confidences = sorted({guess.confidence for guess in guesses})
    return [*confidences, float(np.nextafter(confidences[-1], np.inf))]


def best_correlation(guesses: Sequence[Guess]) -> float:
    """The highest of all thresholds, chosen on the same messages: an upper bound, as in the published table."""
    names = sorted({name for g in guesses for name in (g.expected, g.got)} | {OUT_OF_SCOPE})
    number = {name: place for place, name in enumerate(names)}
    expected = np.array([number[g.expected] for g in guesses])
    got = np.array([number[g.got] for g in guesses])
    confidence = np.array([g.confidence for g in guesses])
    return max(correlation(expected, np.where(confidence >= t, got, number[OUT_OF_SCOPE])) for t in thresholds(guesses))


def correlation(expected: NDArray[np.int64], got: NDArray[np.int64]) -> float:
    """Matthews correlation for many classes, numbered from 0; 0 where one side holds a single class."""
    classes = int(max(expected.max(), got.max())) + 1
    true, taken = np.bincount(expected, minlength=classes), np.bincount(got, minlength=classes)
    count, right = len(expected), int((expected == got).sum())
    spread = float(count**2 - taken @ taken) * float(count**2 - true @ true)
    return float((count * right - true @ taken) / np.sqrt(spread)) if spread else 0.0
