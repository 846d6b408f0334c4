"""How alike two messages are written: Jaccard of their character 4-grams."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

LENGTH = 4


def normalised(text: str) -> str:
    """Lower case, punctuation out; a message of nothing but signs stays as it is."""
    return " ".join(re.sub(r"[^\w\s]", "", text.lower()).split()) or text.strip()


def grams(text: str) -> list[str]:
    """A message shorter than a gram is one gram."""
    plain = normalised(text)
    return [plain[place : place + LENGTH] for place in range(max(1, len(plain) - LENGTH + 1))]


def alike(some: Sequence[str], others: Sequence[str], least: float) -> list[tuple[int, int, float]]:
    """Places in both lists of texts that share at least this much, with the share."""
    counter = CountVectorizer(analyzer=grams, binary=True).fit([*some, *others])
    left, right = csr_matrix(counter.transform(some)), csr_matrix(counter.transform(others))
    shared = (left @ right.T).tocoo()
    sizes = np.asarray(left.sum(axis=1)).ravel(), np.asarray(right.sum(axis=1)).ravel()
    jaccard = shared.data / (sizes[0][shared.row] + sizes[1][shared.col] - shared.data)
    near = np.flatnonzero(jaccard >= least)
    return [(int(shared.row[i]), int(shared.col[i]), float(jaccard[i])) for i in near]
