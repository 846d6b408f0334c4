"""What spelling says of a text: TF-IDF of characters and words, reduced to a few hundred dimensions.

It stands beside the sentence vector because that one is weak on typos.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from scipy.sparse import hstack
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

CHARACTERS = {"analyzer": "char_wb", "ngram_range": (2, 5), "sublinear_tf": True, "min_df": 2}
WORDS = {"analyzer": "word", "ngram_range": (1, 2), "sublinear_tf": True, "token_pattern": r"(?u)\b\w+\b"}


def unit_rows(matrix: np.ndarray) -> np.ndarray:
    """Rows scaled to length 1; an empty row stays zero."""
    return np.asarray(matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9))


class _Columns:
    """One vectorizer's n-grams: as scikit-learn's `transform` for one text, at a fifth of its time.

    scikit-learn checks and converts matrices that hold one short message; the counting itself is hers.
    """

    def __init__(self, settings: dict[str, Any], ngrams: Sequence[str], idf: np.ndarray, first: int) -> None:
        self._cut: Callable[[str], list[str]] = TfidfVectorizer(**settings).build_analyzer()
        self.ngrams = ngrams
        self.idf = np.asarray(idf, dtype=np.float32)
        self._first = first
        self._places = {ngram: place for place, ngram in enumerate(ngrams)}

    def weights(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """The columns that the text has among all vectorizers', and their TF-IDF of length 1."""
        places = self._places
        counted = Counter(places[ngram] for ngram in self._cut(text) if ngram in places)
        columns = np.fromiter(counted.keys(), dtype=np.int64, count=len(counted))
        times = np.fromiter(counted.values(), dtype=np.float32, count=len(counted))
        values = (1 + np.log(times)) * self.idf[columns]
        return columns + self._first, values / max(float(np.sqrt(values @ values)), 1e-9)


class Ngrams:
    """Fitted on texts; turns texts into unit rows of shape (texts, dimensions)."""

    def __init__(self, vocabularies: Sequence[Sequence[str]], idfs: Sequence[np.ndarray], axes: np.ndarray) -> None:
        starts = (0, len(vocabularies[0]))
        given = zip((CHARACTERS, WORDS), vocabularies, idfs, starts, strict=True)
        self._columns = [_Columns(*one) for one in given]
        self._axes = np.ascontiguousarray(axes, dtype=np.float32)

    @classmethod
    def fit(cls, texts: Sequence[str], dimensions: int) -> tuple[Ngrams, np.ndarray]:
        """Fitted, and the rows of the texts themselves."""
        vectorizers = [TfidfVectorizer(**CHARACTERS), TfidfVectorizer(**WORDS)]
        counts = hstack([v.fit_transform(texts) for v in vectorizers]).tocsr()
        dimensions = min(dimensions, min(counts.shape) - 1)
        svd = TruncatedSVD(dimensions, n_iter=2, random_state=0).fit(counts)
        names = [list(v.get_feature_names_out()) for v in vectorizers]
        fitted = cls(names, [v.idf_ for v in vectorizers], svd.components_.T)
        return fitted, unit_rows(counts @ fitted._axes)

    def transform(self, texts: Sequence[str]) -> np.ndarray:
        return unit_rows(np.stack([self._row(text) for text in texts]))

    def _row(self, text: str) -> np.ndarray:
        row = np.zeros(self._axes.shape[1], dtype=np.float32)
        for one in self._columns:
            columns, values = one.weights(text)
            row += values @ self._axes[columns]
        return row

    def arrays(self) -> dict[str, np.ndarray]:
        """What numpy can store; `vocabularies` holds the rest."""
        idf = {f"idf_{i}": one.idf for i, one in enumerate(self._columns)}
        return {"axes": self._axes.astype(np.float16), **idf}

    def vocabularies(self) -> list[list[str]]:
        """The n-grams of each vectorizer in the order of their columns."""
        return [list(one.ngrams) for one in self._columns]

    @classmethod
    def restore(cls, arrays: Any, vocabularies: list[list[str]]) -> Ngrams:
        return cls(vocabularies, [arrays["idf_0"], arrays["idf_1"]], arrays["axes"])
