"""Encodes texts as three unit vectors of length 384, with onnxruntime on one thread.

The first is the sentence vector of all-MiniLM-L6-v2. The others are the mean over the words after its third and fifth
layer: they keep more of the words, and together with the first they separate topics better.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from bot.encoder.errors import EncoderDamaged, EncoderMissing
from bot.encoder.file import sha256

MAX_TOKENS = 128  # the length that the model was trained with
VECTORS, WIDTH = 3, 384


def checked_hash(folder: Path) -> str:
    """The sha256 of the encoder's file.

    Raises EncoderMissing when a file is not there, EncoderDamaged when the hash is not the written one.
    """
    for name in ("encoder.onnx", "encoder.onnx.sha256", "tokenizer.json"):
        if not (folder / name).is_file():
            raise EncoderMissing(f"The sentence encoder lacks {folder / name}: run `make setup` to write it.")
    expected, found = (folder / "encoder.onnx.sha256").read_text().strip(), sha256(folder / "encoder.onnx")
    if found != expected:
        raise EncoderDamaged(
            f"{folder}/encoder.onnx is truncated or altered (sha256 {found[:12]}, not {expected[:12]}): "
            f"delete the folder and run `make setup`."
        )
    return found


class Encoder:
    """Encodes texts with a folder that `bot.encoder.file` wrote. Raises EncoderError."""

    def __init__(self, folder: Path) -> None:
        self.sha256 = checked_hash(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)

    def encode(self, texts: Sequence[str], most_tokens: int = MAX_TOKENS) -> np.ndarray:
        """float32, shape (texts, 3, 384), in the order of the texts; each is read up to so many tokens."""
        if not texts:
            return np.zeros((0, VECTORS, WIDTH), dtype=np.float32)
        # One at a time: int8 scales go by the batch, so a text beside others would get another vector.
        rows = [tokens.ids for tokens in self._tokenizer.encode_batch(list(texts))]
        return np.vstack(
            [self._run([*ids[: most_tokens - 1], ids[-1]] if len(ids) > most_tokens else ids) for ids in rows]
        )

    def _run(self, ids: list[int]) -> np.ndarray:
        row = np.array([ids], dtype=np.int64)
        (vectors,) = self._session.run(["vectors"], {"input_ids": row, "attention_mask": np.ones_like(row)})
        return np.asarray(vectors, dtype=np.float32)
