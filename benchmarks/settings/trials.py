"""One choice of settings, tried by cross-validation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.settings.corpora import FOLDS, Corpus
from benchmarks.understanding.metrics import OUT_OF_SCOPE, Guess
from bot.nlu.intent_model import IntentModel, Settings

GRID: dict[str, tuple[Any, ...]] = {
    "ngram_weight": (0.3, 0.5, 0.6, 0.7, 1.0),
    "dimensions": (200, 400, 600),
    "strength": (8.0, 32.0, 128.0),
    "likeness_power": (1.0, 1.5, 2.0, 3.0, 5.0),
}


def choices(present: Settings, *, whole_grid: bool) -> list[Settings]:
    """The present settings first; then each one varied alone, or every combination."""
    known = {one.name for one in fields(Settings)}
    grid = {name: values for name, values in GRID.items() if name in known}
    if whole_grid:
        varied = [replace(present, **dict(zip(grid, values, strict=True))) for values in product(*grid.values())]
    else:
        varied = [replace(present, **{name: value}) for name, values in grid.items() for value in values]
    return list(dict.fromkeys([present, *varied]))


def cross_validated(corpus: Corpus, settings: Settings) -> list[Guess]:
    """A guess for each text, by a model that has not seen it; in the order of the texts."""
    guesses: list[Guess | None] = [None] * len(corpus.texts)
    for fold in range(FOLDS):
        tested = corpus.folds == fold
        for place, guess in _guesses(corpus, ~tested, tested, settings):
            guesses[place] = guess
    return [guess for guess in guesses if guess is not None]


def with_unknown_intents(corpus: Corpus, settings: Settings) -> list[list[Guess]]:
    """As above, but a fifth of the intents is kept from each model: their messages are out of scope for it.

    The way to measure out-of-scope messages where the training data has none. A list for each model, because
    each calibrates its confidence on other intents and their confidences do not compare.
    """
    names = sorted(set(corpus.intents))
    folds: list[list[Guess]] = []
    for fold in range(FOLDS):
        unknown = {name for number, name in enumerate(names) if number % FOLDS == fold}
        strange = np.array([intent in unknown for intent in corpus.intents])
        tested = strange | (corpus.folds == fold)
        folds.append(
            [
                Guess(OUT_OF_SCOPE if strange[place] else guess.expected, guess.got, guess.confidence)
                for place, guess in _guesses(corpus, ~tested, tested, settings)
            ]
        )
    return folds


def _guesses(
    corpus: Corpus, trained: NDArray[np.bool_], tested: NDArray[np.bool_], settings: Settings
) -> list[tuple[int, Guess]]:
    learned, asked = np.flatnonzero(trained), np.flatnonzero(tested)
    model = IntentModel.fit(_texts(corpus, learned), corpus.vectors[learned], _intents(corpus, learned), settings)
    ranked = model.rank(_texts(corpus, asked), corpus.vectors[asked])
    expected = _intents(corpus, asked)
    return [
        (int(place), Guess(right, *one.intents[0])) for place, right, one in zip(asked, expected, ranked, strict=True)
    ]


def _texts(corpus: Corpus, places: NDArray[np.int64]) -> Sequence[str]:
    return [corpus.texts[place] for place in places]


def _intents(corpus: Corpus, places: NDArray[np.int64]) -> Sequence[str]:
    return [corpus.intents[place] for place in places]
