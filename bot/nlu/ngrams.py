"""What spelling says of a text: TF-IDF of characters and words, reduced to a few hundred dimensions.

It stands beside the sentence vector because that one is weak on typos. The n-grams and weights are those of
scikit-learn's TfidfVectorizer (`char_wb` 2 to 5 with min_df 2, words 1 to 2, sublinear); they are counted here because
words repeat: the n-grams of a word are looked up once, which takes a tenth of the time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from bot.nlu.axes import unit_rows, widest_axes

SHORTEST, LONGEST = 2, 5  # characters of an n-gram
LEAST_TEXTS = 2  # that must hold an n-gram of characters
WORDS_KEPT = 50_000  # words whose n-grams are remembered
_WORD = re.compile(r"\b\w+\b")
Counts = tuple[np.ndarray, np.ndarray]  # columns, and how often each occurs


def of_characters(word: str) -> list[str]:
    """The n-grams of a word with a blank at either end; a word shorter than the n-gram counts once."""
    padded = f" {word} "
    found: list[str] = []
    for length in range(SHORTEST, LONGEST + 1):
        if length >= len(padded):
            found.append(padded)
            break
        found += [padded[start : start + length] for start in range(len(padded) - length + 1)]
    return found


def of_words(text: str) -> list[str]:
    """Words, and pairs of neighbouring words."""
    words = _WORD.findall(text.lower())
    return words + [f"{one} {other}" for one, other in pairwise(words)]


class Ngrams:
    """Fitted on texts; turns texts into unit rows of shape (texts, dimensions)."""

    def __init__(self, vocabularies: Sequence[Sequence[str]], idfs: Sequence[np.ndarray], axes: np.ndarray) -> None:
        characters, words = vocabularies
        self._characters = {ngram: column for column, ngram in enumerate(characters)}
        self._words = {ngram: column for column, ngram in enumerate(words)}
        self._idfs = [np.asarray(idf, dtype=np.float32) for idf in idfs]
        self._axes = np.ascontiguousarray(axes, dtype=np.float32)
        self._columns_of = lru_cache(WORDS_KEPT)(self._look_up)

    @classmethod
    def fit(cls, texts: Sequence[str], dimensions: int) -> tuple[Ngrams, np.ndarray]:
        """Fits on the texts; returns the fitted object and the rows of the texts."""
        known: dict[str, list[str]] = {}
        characters = _document_frequencies(
            (
                ngram
                for word in set(text.lower().split())
                for ngram in known.get(word) or known.setdefault(word, of_characters(word))
            )
            for text in texts
        )
        characters = {ngram: times for ngram, times in characters.items() if times >= LEAST_TEXTS}
        words = _document_frequencies(of_words(text) for text in texts)
        vocabularies = [sorted(characters), sorted(words)]
        idfs = [_idf(one, names, len(texts)) for one, names in zip((characters, words), vocabularies, strict=True)]
        fitted = cls(vocabularies, idfs, np.zeros((sum(map(len, vocabularies)), 0)))
        weights = fitted._weights(texts)
        fitted._axes = widest_axes(weights, dimensions)
        return fitted, unit_rows(weights @ fitted._axes)

    def transform(self, texts: Sequence[str]) -> np.ndarray:
        """Unit rows; a text without a known n-gram has a row of zeros."""
        if len(texts) > 1:
            return unit_rows(self._weights(texts) @ self._axes)
        columns, values = self._weights_of(texts[0])
        return unit_rows((values @ self._axes[columns])[None, :])

    def _weights(self, texts: Sequence[str]) -> csr_matrix:
        """TF-IDF of shape (texts, n-grams); the n-grams of characters and those of words each of length 1."""
        found = [self._weights_of(text) for text in texts]
        places = np.cumsum([0, *(len(columns) for columns, _ in found)])
        columns = np.concatenate([columns for columns, _ in found])
        values = np.concatenate([values for _, values in found])
        return csr_matrix((values, columns, places), shape=(len(texts), self._axes.shape[0]))

    def _weights_of(self, text: str) -> Counts:
        characters = [self._columns_of(word) for word in text.lower().split()]
        seen, times = np.unique(np.concatenate([*characters, np.empty(0, np.int64)]), return_counts=True)
        counted = Counter(self._words[ngram] for ngram in of_words(text) if ngram in self._words)
        words = np.fromiter(counted.keys(), np.int64, len(counted))
        word_times = np.fromiter(counted.values(), np.float32, len(counted))
        first, second = _weighted(seen, times, self._idfs[0]), _weighted(words, word_times, self._idfs[1])
        return np.concatenate([seen, words + len(self._characters)]), np.concatenate([first, second])

    def _look_up(self, word: str) -> np.ndarray:
        places = (self._characters.get(ngram) for ngram in of_characters(word))
        return np.asarray([place for place in places if place is not None], dtype=np.int64)

    def arrays(self) -> dict[str, np.ndarray]:
        """Returns what numpy can store; `vocabularies` is the rest."""
        return {"axes": self._axes.astype(np.float16), "idf_0": self._idfs[0], "idf_1": self._idfs[1]}

    def vocabularies(self) -> list[list[str]]:
        """Returns the n-grams of characters and of words, in the order of their columns."""
        return [list(self._characters), list(self._words)]

    @classmethod
    def restore(cls, arrays: Any, vocabularies: list[list[str]]) -> Ngrams:
        return cls(vocabularies, [arrays["idf_0"], arrays["idf_1"]], arrays["axes"])


def _document_frequencies(texts: Iterable[Iterable[str]]) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for ngrams in texts:
        counted.update(set(ngrams))
    return counted


def _idf(frequencies: Mapping[str, int], names: Sequence[str], texts: int) -> np.ndarray:
    """As scikit-learn smooths it."""
    return np.asarray([np.log((1 + texts) / (1 + frequencies[name])) + 1 for name in names], dtype=np.float32)


def _weighted(columns: np.ndarray, times: np.ndarray, idf: np.ndarray) -> np.ndarray:
    values = (1 + np.log(times, dtype=np.float32)) * idf[columns]
    return np.asarray(values / max(float(np.sqrt(values @ values)), 1e-9), dtype=np.float32)
