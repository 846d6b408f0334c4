"""Vectors of training messages are encoded once, and kept for the next training."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.nlu.vector_store import VectorStore


class Encoder:
    """Counts what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        return np.asarray([[len(text), sum(map(ord, text))] for text in texts], dtype=np.float32)


def test_only_new_texts_are_encoded(tmp_path: Path) -> None:
    encode = Encoder()
    VectorStore(tmp_path).encode(["one", "two"], encode)
    VectorStore(tmp_path).encode(["two", "three"], encode)
    assert encode.asked == ["one", "two", "three"]


def test_the_vectors_are_in_the_order_of_the_texts(tmp_path: Path) -> None:
    encode = Encoder()
    VectorStore(tmp_path).encode(["two", "one"], encode)
    vectors = VectorStore(tmp_path).encode(["one", "two", "one"], encode)
    np.testing.assert_array_equal(vectors, Encoder()(["one", "two", "one"]))


def test_texts_that_are_gone_are_not_kept(tmp_path: Path) -> None:
    encode = Encoder()
    VectorStore(tmp_path).encode(["a secret"], encode)
    VectorStore(tmp_path).encode(["another"], encode)
    VectorStore(tmp_path).encode(["a secret"], encode)
    assert encode.asked == ["a secret", "another", "a secret"]
