"""The featurizer as a Rasa component: one dense sentence feature a message, and a fingerprint of its file."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.encoder.file import sha256
from bot.nlu.sentence_encoder import WEIGHTS, EncoderUnusable, SentenceEncoder
from tests.nlu.pipeline import ENCODER, EXAMPLES, created_encoder, encoded, training_data


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> SentenceEncoder:
    return created_encoder(tmp_path_factory.mktemp("storage"))


def vector(message: Message) -> np.ndarray:
    sequence, sentence = message.get_dense_features(TEXT)
    assert sequence is None
    return np.asarray(sentence.features)


def alike(one: Message, other: Message) -> bool:
    """How near a batch comes to each text alone is the encoder's own matter; here it is whose vector it is."""
    return bool((vector(one) @ vector(other).T).item() > 0.95 * float(np.dot(WEIGHTS, WEIGHTS)))


def test_rasa_knows_it_as_a_featurizer_without_training() -> None:
    component = DefaultV1Recipe._from_registry("bot.nlu.sentence_encoder.SentenceEncoder")
    assert DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER in component.types
    assert not component.is_trainable


def test_a_message_gets_one_sentence_feature(encoder: SentenceEncoder) -> None:
    (message,) = encoded(encoder, "no code came")
    assert vector(message).shape == (1, 1152)
    assert np.linalg.norm(vector(message)) == pytest.approx(np.linalg.norm(WEIGHTS), abs=1e-3)


def test_several_messages_keep_their_own_features(encoder: SentenceEncoder) -> None:
    together = encoded(encoder, "no code came", "hello", "my surgery does not connect at all")
    for message in together:
        (alone,) = encoded(encoder, message.get(TEXT))
        assert alike(message, alone)


@pytest.mark.parametrize("message", [Message.build(""), Message(data={"intent": "greet"})])
def test_a_message_without_words_is_left_alone(encoder: SentenceEncoder, message: Message) -> None:
    encoder.process([message])
    assert message.get_dense_features(TEXT) == (None, None)


def test_a_message_without_words_among_others_takes_nobodys_feature(encoder: SentenceEncoder) -> None:
    first, empty, last = encoded(encoder, "hello", "", "no code came")
    assert empty.get_dense_features(TEXT) == (None, None)
    assert alike(first, encoded(encoder, "hello")[0])
    assert alike(last, encoded(encoder, "no code came")[0])


def test_references_and_emails_are_judged_by_their_kind(encoder: SentenceEncoder) -> None:
    one, other = encoded(encoder, "it says CID7023 for jo@example.com", "it says CID2014 for al@example.org")
    assert alike(one, other)


def test_the_text_itself_is_not_changed(encoder: SentenceEncoder) -> None:
    (message,) = encoded(encoder, "it says CID7023")
    assert message.get(TEXT) == "it says CID7023"


def test_training_examples_get_features_too(encoder: SentenceEncoder) -> None:
    data = training_data(encoder)
    assert len(data.training_examples) == sum(map(len, EXAMPLES.values()))
    assert all(message.get_dense_features(TEXT)[1] is not None for message in data.training_examples)


def test_the_fingerprint_is_the_hash_of_the_file() -> None:
    assert SentenceEncoder.fingerprint_addon({"folder": str(ENCODER)}) == sha256(ENCODER / "encoder.onnx")


def test_the_configuration_is_refused_where_the_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnusable, match="run `make setup`"):
        SentenceEncoder.validate_config({"folder": str(tmp_path)})


def test_the_configuration_is_refused_where_the_file_is_damaged(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ENCODER, tmp_path / "encoder"))
    (folder / "encoder.onnx").write_bytes(b"not a graph")
    with pytest.raises(EncoderUnusable, match="truncated or altered"):
        SentenceEncoder.validate_config({"folder": str(folder)})


def test_a_sound_configuration_is_accepted() -> None:
    SentenceEncoder.validate_config({"folder": str(ENCODER)})
