"""Rasa featurizer: the encoder's vectors as one sentence feature for each message."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.encoder.errors import EncoderError
from bot.encoder.session import VECTORS, WIDTH, Encoder, checked_hash
from bot.nlu.clauses import CLAUSES, clauses
from bot.nlu.judged_words import words_of
from bot.nlu.vector_store import VectorStore

# Of the sentence vector and of the two layers in the middle; chosen by cross-validation (benchmarks/settings).
WEIGHTS = (1.0, 0.35, 0.35)


class EncoderUnusable(RasaException):
    """The encoder's file is missing or damaged; Rasa prints the sentence."""


def weighted(vectors: np.ndarray, weights: Sequence[float]) -> np.ndarray:
    """Rows of shape (texts, 3 x 384) from vectors of shape (texts, 3, 384)."""
    return np.asarray(vectors * np.asarray(weights, dtype=np.float32)[None, :, None]).reshape(
        len(vectors), VECTORS * WIDTH
    )


def hash_of_file(config: dict[str, Any]) -> str:
    """Raises EncoderUnusable."""
    try:
        return checked_hash(Path(config.get("folder", "models/encoder")))
    except EncoderError as error:
        raise EncoderUnusable(str(error)) from error


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """Adds a dense sentence feature of shape (1, 1152).

    Config: `folder`, where `make setup` wrote the encoder; `weights`, see WEIGHTS; `keep_in`, a folder that keeps the
    vectors of training messages for the next training.
    """

    @staticmethod
    def required_packages() -> list[str]:
        return ["onnxruntime", "tokenizers"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            **DenseFeaturizer.get_default_config(),
            "folder": "models/encoder",
            "weights": list(WEIGHTS),
            "keep_in": None,
        }

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Raises EncoderUnusable, with what to do."""
        hash_of_file(config)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """The file's hash: without it Rasa's cache would serve another encoder's vectors."""
        return hash_of_file(config)

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        self.encoder = Encoder(Path(config["folder"]))
        self._weights = config["weights"]
        self._store = VectorStore(Path(config["keep_in"])) if config["keep_in"] else None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        return cls(config, execution_context.node_name)

    def process(self, messages: list[Message]) -> list[Message]:
        """Vectors of the messages, and of the clauses of long ones, which may tell of a second problem."""
        self._encode(messages)
        for message in messages:
            parts = clauses(words_of(message))
            message.set(CLAUSES, list(zip(parts, self._vectors(parts), strict=True)))
        return messages

    def _vectors(self, texts: Sequence[str]) -> np.ndarray:
        """Shape (texts, 1152)."""
        return weighted(self.encoder.encode(texts), self._weights)

    def _encode(self, messages: list[Message], store: VectorStore | None = None) -> None:
        spoken = [message for message in messages if words_of(message)]
        texts = [words_of(message) for message in spoken]
        vectors = store.encode(texts, self._vectors) if store and texts else self._vectors(texts)
        for message, vector in zip(spoken, vectors, strict=True):
            message.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._identifier))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self._encode(training_data.training_examples, self._store)
        return training_data
