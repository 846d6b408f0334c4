"""Reduces rows of numbers to the dimensions in which they differ most."""

from __future__ import annotations

from typing import Any

import numpy as np

SPARE = 10  # axes looked at beyond those that are kept (Halko and others 2011)
ROUNDS = 1  # of the power iteration; more made no difference on messages that were not trained on


def unit_rows(matrix: np.ndarray) -> np.ndarray:
    """Rows scaled to length 1; an empty row stays zero."""
    return np.asarray(matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9))


def widest_axes(rows: Any, dimensions: int) -> np.ndarray:
    """Unit axes of shape (width, dimensions) of a sparse matrix, by a randomised singular value decomposition.

    The same rows give the same axes. There are at most as many as the smaller side of the matrix, less one.
    """
    dimensions = max(1, min(dimensions, min(rows.shape) - 1))
    turned = rows.T.tocsr()
    start = np.random.RandomState(0).normal(size=(rows.shape[1], dimensions + SPARE)).astype(np.float32)
    sketch = rows @ start
    for _ in range(ROUNDS):
        sketch = rows @ _orthonormal(turned @ _orthonormal(sketch))
    small = turned @ _orthonormal(sketch)
    values, turns = np.linalg.eigh((small.T @ small).astype(np.float64))
    best = np.argsort(-values)[:dimensions]
    lengths = np.sqrt(np.maximum(values[best], 1e-12))
    return np.asarray(small @ turns[:, best].astype(np.float32) / lengths.astype(np.float32), dtype=np.float32)


def main_axes(rows: np.ndarray, dimensions: int) -> np.ndarray:
    """Unit axes of shape (width, dimensions) of dense rows, without taking their mean away."""
    _, turns = np.linalg.eigh((rows.T @ rows).astype(np.float64) / len(rows))
    return np.ascontiguousarray(turns[:, ::-1][:, : min(dimensions, rows.shape[1])], dtype=np.float32)


def _orthonormal(matrix: np.ndarray) -> np.ndarray:
    """Columns of length 1 at right angles, by the eigenvectors of a small matrix: much faster than QR on tall ones."""
    values, turns = np.linalg.eigh((matrix.T @ matrix).astype(np.float64))
    kept = values > values[-1] * 1e-10
    return np.asarray(matrix @ (turns[:, kept] / np.sqrt(values[kept])).astype(np.float32))
