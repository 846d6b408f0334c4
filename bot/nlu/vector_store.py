"""Caches the vectors of training messages between trainings; encoding takes half of a training without it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

Encode = Callable[[Sequence[str]], np.ndarray]


class VectorStore:
    """A folder of one file, keyed by a hash of each text. It belongs to one encoder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "vectors.npz"

    def encode(self, texts: Sequence[str], encode: Encode) -> np.ndarray:
        """Vectors in the order of the texts; only new texts are encoded, and only these texts are kept."""
        keys = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in texts]
        known = self._read()
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if new:
            known |= dict(zip(new, encode(list(new.values())), strict=True))
        if new or len(known) > len(set(keys)):
            self._write({key: known[key] for key in dict.fromkeys(keys)})
        return np.stack([known[key] for key in keys])

    def _read(self) -> dict[str, np.ndarray]:
        if not self._file.is_file():
            return {}
        with np.load(self._file, allow_pickle=False) as stored:
            return dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))

    def _write(self, vectors: dict[str, np.ndarray]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        new = self._file.with_name("vectors.new.npz")
        np.savez(new, keys=np.asarray(list(vectors)), vectors=np.stack(list(vectors.values())))
        new.replace(self._file)
