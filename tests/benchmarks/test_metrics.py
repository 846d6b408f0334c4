"""The four figures of the public benchmark, on examples small enough to reckon by hand."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import matthews_corrcoef

from benchmarks.understanding.metrics import (
    OUT_OF_SCOPE,
    Guess,
    accuracy,
    accuracy_with_recall,
    auroc,
    best_correlation,
    correlation,
    four_figures,
    thresholds,
)

GUESSES = [
    Guess("a", "a", 0.9),
    Guess("a", "b", 0.8),
    Guess("b", "b", 0.5),
    Guess("b", "b", 0.2),
    Guess(OUT_OF_SCOPE, "a", 0.6),
    Guess(OUT_OF_SCOPE, "b", 0.3),
    Guess(OUT_OF_SCOPE, "b", 0.2),
    Guess(OUT_OF_SCOPE, "a", 0.1),
]


def test_accuracy_is_of_messages_in_scope_only() -> None:
    assert accuracy(GUESSES) == 3 / 4


def test_a_right_intent_under_the_threshold_is_no_answer() -> None:
    assert accuracy(GUESSES, 0.5) == 2 / 4


def test_auroc_counts_pairs_and_half_of_each_tie() -> None:
    # 0.9 and 0.8 are over all four, 0.5 over three, 0.2 over one and level with another.
    assert auroc(GUESSES) == (4 + 4 + 3 + 1.5) / 16


def test_auroc_of_perfect_separation_is_one() -> None:
    assert auroc([Guess("a", "a", 0.7), Guess(OUT_OF_SCOPE, "a", 0.6)]) == 1


def test_three_of_four_kept_out_needs_a_threshold_over_the_third() -> None:
    # At 0.5 the three lowest out-of-scope messages are refused, and so is the message in scope with 0.2.
    assert accuracy_with_recall(GUESSES) == 2 / 4


def test_a_tie_with_an_out_of_scope_message_does_not_let_it_be_refused() -> None:
    tied = [Guess("a", "a", 0.5), Guess(OUT_OF_SCOPE, "a", 0.5)]
    assert accuracy_with_recall(tied) == 0


def test_thresholds_end_with_one_that_refuses_everything() -> None:
    assert thresholds(GUESSES)[-1] > 0.9


def test_the_best_correlation_is_the_highest_of_all_thresholds() -> None:
    by_hand = []
    for threshold in [0.1, 0.2, 0.3, 0.5, 0.6, 0.8, 0.9, 1.0]:
        got = [g.got if g.confidence >= threshold else OUT_OF_SCOPE for g in GUESSES]
        by_hand.append(matthews_corrcoef([g.expected for g in GUESSES], got))
    assert best_correlation(GUESSES) == pytest.approx(max(by_hand))


def test_correlation_of_two_classes_is_the_known_formula() -> None:
    # 3 true positives, 2 true negatives, 1 false positive, 2 false negatives.
    expected, got = np.array([1, 1, 1, 0, 0, 0, 1, 1]), np.array([1, 1, 1, 0, 0, 1, 0, 0])
    assert correlation(expected, got) == pytest.approx((3 * 2 - 1 * 2) / (4 * 5 * 3 * 4) ** 0.5)


def test_correlation_is_zero_when_everything_is_taken_for_one_class() -> None:
    assert correlation(np.array([0, 1, 2]), np.array([1, 1, 1])) == 0


def test_the_four_figures_stand_in_the_order_of_the_published_table() -> None:
    figures = four_figures(GUESSES)
    assert (figures.accuracy, figures.auroc) == (accuracy(GUESSES), auroc(GUESSES))
    assert (figures.accuracy_with_recall, figures.correlation) == (0.5, best_correlation(GUESSES))
