"""What spelling says of a text: TF-IDF of characters and words, reduced to a few hundred dimensions.

It stands beside the sentence vector because that one is weak on typos.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

CHARACTERS = {"analyzer": "char_wb", "ngram_range": (2, 5), "sublinear_tf": True, "min_df": 2}
WORDS = {"analyzer": "word", "ngram_range": (1, 2), "sublinear_tf": True, "token_pattern": r"(?u)\b\w+\b"}


def unit_rows(matrix: np.ndarray) -> np.ndarray:
    """Rows scaled to length 1; an empty row stays zero."""
    return np.asarray(matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9))


class Ngrams:
    """Fitted on texts; turns texts into unit rows of shape (texts, dimensions)."""

    def __init__(self, vectorizers: list[TfidfVectorizer], axes: np.ndarray) -> None:
        self._vectorizers = vectorizers
        # Rows of float32, as the counts have: scipy would convert the whole of anything else at each product.
        self._axes = np.ascontiguousarray(axes, dtype=np.float32)

    @classmethod
    def fit(cls, texts: Sequence[str], dimensions: int) -> Ngrams:
        vectorizers = [TfidfVectorizer(**CHARACTERS), TfidfVectorizer(**WORDS)]
        counts = hstack([v.fit_transform(texts) for v in vectorizers]).tocsr()
        dimensions = min(dimensions, min(counts.shape) - 1)
        svd = TruncatedSVD(dimensions, n_iter=2, random_state=0).fit(counts)
        return cls(vectorizers, svd.components_.T.astype(np.float32))

    def transform(self, texts: Sequence[str]) -> np.ndarray:
        counts = csr_matrix(hstack([v.transform(texts) for v in self._vectorizers]), dtype=np.float32)
        return unit_rows(counts @ self._axes)

    def arrays(self) -> dict[str, np.ndarray]:
        """What numpy can store; `vocabularies` holds the rest."""
        idf = {f"idf_{i}": v.idf_ for i, v in enumerate(self._vectorizers)}
        return {"axes": self._axes.astype(np.float16), **idf}

    def vocabularies(self) -> list[list[str]]:
        """The n-grams of each vectorizer in the order of their columns."""
        return [list(v.get_feature_names_out()) for v in self._vectorizers]

    @classmethod
    def restore(cls, arrays: Any, vocabularies: list[list[str]]) -> Ngrams:
        vectorizers = []
        for i, settings in enumerate((CHARACTERS, WORDS)):
            vectorizer = TfidfVectorizer(**settings, vocabulary=vocabularies[i])
            vectorizer.idf_ = arrays[f"idf_{i}"]
            vectorizers.append(vectorizer)
        return cls(vectorizers, arrays["axes"].astype(np.float32))
