"""What a trial is judged by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.evaluate.confidence import THRESHOLDS, point_at
from benchmarks.evaluate.messages import OUT_OF_SCOPE, Message
from benchmarks.evaluate.topics import Pair, share
from benchmarks.evaluate.understanding import Understood
from benchmarks.understanding.metrics import Guess
from content.topics import OUTSIDE

LET_THROUGH = 0.05  # of the messages out of scope: what we are ready to answer wrongly


@dataclass(frozen=True)
class OwnFigures:
    """`best` is the highest overall accuracy of any threshold, and `strict` what is answered at the lowest

    threshold that lets no more than LET_THROUGH of the out-of-scope messages through.
    """

    plain: float
    best: float
    best_threshold: float
    strict_threshold: float
    strict_answered: float
    strict_right: float


def own_figures(guesses: Sequence[Guess]) -> OwnFigures:
    accuracies = {threshold: overall(guesses, threshold) for threshold in THRESHOLDS}
    best = max(accuracies, key=lambda threshold: accuracies[threshold])
    points = (point_at(threshold, as_pairs(guesses)) for threshold in THRESHOLDS)
    strict = next(point for point in points if point.let_through <= LET_THROUGH)
    return OwnFigures(accuracies[0.0], accuracies[best], best, strict.threshold, strict.answered, strict.right)


def without_articles(guesses: Sequence[Guess]) -> list[Guess]:
    """What the wider help answers, and abuse, is out of scope of the topics, as everywhere else."""
    return [Guess(_topic(one.expected), _topic(one.got), one.confidence) for one in guesses]


def _topic(label: str) -> str:
    return OUT_OF_SCOPE if label.partition("/")[0] in OUTSIDE else label


def overall(guesses: Sequence[Guess], threshold: float) -> float:
    """The share of all messages that are right when those under the threshold count as out of scope."""
    right = sum((g.got if g.confidence >= threshold else OUT_OF_SCOPE) == g.expected for g in guesses)
    return share(right, len(guesses))


def as_pairs(guesses: Sequence[Guess]) -> list[Pair]:
    """As messages without references, for the figures of the evaluation."""
    return [
        (Message("", g.expected, ""), Understood("", g.got, g.got, g.confidence, None, known=False)) for g in guesses
    ]
