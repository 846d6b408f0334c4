"""Whether confidence means what it says, and what each threshold would answer, refuse and let through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.evaluate.messages import OUT_OF_SCOPE
from benchmarks.evaluate.topics import Pair, share

BINS = 10
THRESHOLDS = tuple(step / 50 for step in range(51))


@dataclass(frozen=True)
class Bin:
    """Messages with a confidence from `low` up to the next bin: their mean confidence and the share right."""

    low: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True)
class Point:
    """At a threshold: the share of in-scope messages that get an answer, the share of answers that are right,

    and the share of out-of-scope messages that get an answer all the same.
    """

    threshold: float
    answered: float
    right: float
    let_through: float


def calibration(pairs: Sequence[Pair]) -> list[Bin]:
    """Bins of the classifier's likeliest topic, empty ones too; what a reference decided is no guess."""
    guesses = [(found.confidence, found.likeliest == message.expected) for message, found in pairs if not found.known]
    return [_bin(number, guesses) for number in range(BINS)]


def _bin(number: int, guesses: Sequence[tuple[float, bool]]) -> Bin:
    inside = [guess for guess in guesses if min(int(guess[0] * BINS), BINS - 1) == number]
    count = len(inside)
    mean = share(sum(confidence for confidence, _ in inside), count)
    return Bin(number / BINS, count, mean, share(sum(right for _, right in inside), count))


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: how far confidence is from the share right, weighted by messages."""
    return share(sum(b.count * abs(b.confidence - b.right) for b in bins), sum(b.count for b in bins))


def threshold_curve(pairs: Sequence[Pair], thresholds: Sequence[float] = THRESHOLDS) -> list[Point]:
    return [point_at(threshold, pairs) for threshold in thresholds]


def point_at(threshold: float, pairs: Sequence[Pair]) -> Point:
    """A message is answered when its likeliest topic is in scope and at or over the threshold."""
    answered = [p for p in pairs if p[1].likeliest not in ("", OUT_OF_SCOPE) and p[1].confidence >= threshold]
    inside = sum(message.expected != OUT_OF_SCOPE for message, _ in pairs)
    through = sum(message.expected == OUT_OF_SCOPE for message, _ in answered)
    right = sum(found.likeliest == message.expected for message, found in answered)
    return Point(
        threshold,
        share(len(answered) - through, inside),
        share(right, len(answered)),
        share(through, len(pairs) - inside),
    )
