"""The encoder gives three unit vectors a text, in order; a broken file is told by a sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.encoder.errors import EncoderDamaged, EncoderError, EncoderMissing
from bot.encoder.file import sha256
from bot.encoder.session import Encoder, checked_hash

FOLDER = Path(__file__).resolve().parents[2] / "models" / "encoder"
TEXTS = [
    "hello",
    "I do not get the email with the security code",
    "my GP surgery does not connect",
    "",
    "i forgt my pasword",
    "word " * 300,
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(FOLDER)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy that may be broken."""
    return Path(shutil.copytree(FOLDER, tmp_path / "encoder"))


def test_no_text_gives_no_vectors_of_the_right_width(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 3, 384)


def test_every_text_gives_its_vectors(encoder: Encoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), 3, 384)
    assert vectors.dtype == np.float32


def test_vectors_have_length_one(encoder: Encoder) -> None:
    assert np.allclose(np.linalg.norm(encoder.encode(TEXTS), axis=2), 1, atol=1e-4)


def test_vectors_stand_in_the_order_of_their_texts(encoder: Encoder) -> None:
    """Inside, texts of like length share a batch."""
    forward, backward = encoder.encode(TEXTS), encoder.encode(TEXTS[::-1])
    cosines = (forward * backward[::-1]).sum(axis=2)
    assert (cosines > 0.99).all()


def test_a_batch_gives_what_each_text_gives_alone(encoder: Encoder) -> None:
    texts = [f"message number {i} {'about my login ' * (i % 7)}" for i in range(37)]
    alone = np.vstack([encoder.encode([text]) for text in texts])
    assert np.array_equal(encoder.encode(texts), alone)


def test_the_same_text_always_gives_the_same_vector(encoder: Encoder) -> None:
    assert np.array_equal(encoder.encode(["hello there"]), encoder.encode(["hello there"]))


def test_a_text_is_read_up_to_so_many_tokens(encoder: Encoder) -> None:
    assert np.array_equal(encoder.encode(["one two three four"], 4), encoder.encode(["one two"]))


def test_a_very_long_text_is_read_up_to_a_bound(encoder: Encoder) -> None:
    assert np.allclose(encoder.encode(["word " * 300]), encoder.encode(["word " * 3000]), atol=1e-6)


def test_like_meanings_are_nearer_than_others(encoder: Encoder) -> None:
    one, like, other = encoder.encode(
        ["the code never came to my inbox", "I got no email with the number", "the bus to town is late"]
    )[:, 0]
    assert one @ like > one @ other + 0.2


@given(st.text(max_size=200))
@settings(max_examples=25, deadline=None)
def test_any_text_gives_a_unit_vector(encoder: Encoder, text: str) -> None:
    assert np.linalg.norm(encoder.encode([text])[0, 0]) == pytest.approx(1, abs=1e-3)


def test_the_hash_is_that_of_the_file(encoder: Encoder) -> None:
    assert encoder.sha256 == checked_hash(FOLDER) == sha256(FOLDER / "encoder.onnx")


@pytest.mark.parametrize("name", ["encoder.onnx", "encoder.onnx.sha256", "tokenizer.json"])
def test_a_missing_file_is_named_with_what_to_do(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(EncoderMissing, match=rf"{name}: run `make setup`"):
        Encoder(folder)


def test_a_truncated_file_is_told_and_what_to_do(folder: Path) -> None:
    file = folder / "encoder.onnx"
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(EncoderDamaged, match=r"truncated or altered.*delete the folder and run `make setup`"):
        Encoder(folder)


def test_an_altered_file_is_told(folder: Path) -> None:
    content = bytearray((folder / "encoder.onnx").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "encoder.onnx").write_bytes(content)
    with pytest.raises(EncoderDamaged, match="truncated or altered"):
        Encoder(folder)


def test_an_empty_hash_file_is_told(folder: Path) -> None:
    (folder / "encoder.onnx.sha256").write_text("")
    with pytest.raises(EncoderDamaged):
        Encoder(folder)


def test_every_error_of_the_encoder_is_an_encoder_error() -> None:
    assert issubclass(EncoderMissing, EncoderError)
    assert issubclass(EncoderDamaged, EncoderError)
