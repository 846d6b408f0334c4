"""The cross-validation that chooses settings: fair folds, and figures that mean what they say."""

from __future__ import annotations

from collections import Counter

from benchmarks.settings.corpora import FOLDS, stratified
from benchmarks.settings.figures import LET_THROUGH, overall, own_figures
from benchmarks.settings.trials import choices
from benchmarks.understanding.metrics import Guess
from bot.nlu.intent_model import Settings

GUESSES = [
    Guess("report_nhs_number", "report_nhs_number", 0.9),
    Guess("report_nhs_number", "out_of_scope", 0.6),
    Guess("out_of_scope", "report_nhs_number", 0.3),
    Guess("out_of_scope", "out_of_scope", 0.9),
]


def test_every_fold_holds_its_share_of_each_intent() -> None:
    intents = ["a"] * 10 + ["b"] * 15
    dealt = Counter(zip(intents, stratified(intents).tolist(), strict=True))
    assert all(dealt["a", fold] == 2 and dealt["b", fold] == 3 for fold in range(FOLDS))


def test_the_same_messages_get_the_same_folds() -> None:
    intents = ["a", "b", "a", "a", "b", "a"]
    assert stratified(intents).tolist() == stratified(intents).tolist()


def test_the_present_settings_are_tried_first_and_once() -> None:
    tried = choices(Settings(), whole_grid=False)
    assert tried[0] == Settings()
    assert tried.count(Settings()) == 1


def test_the_whole_grid_holds_each_setting_varied_alone() -> None:
    assert set(choices(Settings(), whole_grid=False)) <= set(choices(Settings(), whole_grid=True))


def test_a_message_under_the_threshold_counts_as_out_of_scope() -> None:
    assert overall(GUESSES, 0.0) == 2 / 4
    assert overall(GUESSES, 0.5) == 3 / 4


def test_the_strict_threshold_lets_almost_nothing_through() -> None:
    figures = own_figures(GUESSES)
    assert LET_THROUGH < 0.5
    assert (figures.strict_threshold, figures.strict_answered, figures.strict_right) == (0.32, 0.5, 1.0)
