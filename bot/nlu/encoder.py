"""The sentence encoder: texts go in, one vector of length 384 each comes out, by onnxruntime on one thread."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from bot.nlu.encoder_file import sha256
from bot.nlu.errors import EncoderDamaged, EncoderMissing

MAX_TOKENS = 128  # the length that the model was trained with


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
    """all-MiniLM-L6-v2 from a folder that `bot.nlu.encoder_file` wrote."""

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

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Unit vectors, float32, shape (texts, 384), in the order of the texts."""
        if not texts:
            return np.zeros((0, 384), dtype=np.float32)
        # One at a time: int8 scales go by the batch, so a text beside others would get another vector.
        return np.vstack([self._run(tokens.ids) for tokens in self._tokenizer.encode_batch(list(texts))])

    def _run(self, ids: list[int]) -> np.ndarray:
        row = np.array([ids], dtype=np.int64)
        (vectors,) = self._session.run(["embedding"], {"input_ids": row, "attention_mask": np.ones_like(row)})
        return np.asarray(vectors, dtype=np.float32)
