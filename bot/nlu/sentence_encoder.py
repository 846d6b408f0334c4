"""Rasa featurizer: one sentence vector for each message, from all-MiniLM-L6-v2 on onnxruntime."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.clauses import CLAUSES, clauses
from bot.nlu.encoder import Encoder, checked_hash
from bot.nlu.wording import words_of


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """Adds a dense sentence feature of shape (1, 384). Config: `folder`, where `make setup` wrote the encoder."""

    @staticmethod
    def required_packages() -> list[str]:
        return ["onnxruntime", "tokenizers"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**DenseFeaturizer.get_default_config(), "folder": "models/encoder"}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Raises EncoderMissing or EncoderDamaged, each with what to do."""
        checked_hash(Path(config.get("folder", "models/encoder")))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """The file's hash: without it Rasa's cache would serve another encoder's vectors."""
        return checked_hash(Path(config.get("folder", "models/encoder")))

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        self.encoder = Encoder(Path(config["folder"]))

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
            message.set(CLAUSES, list(zip(parts, self.encoder.encode(parts), strict=True)))
        return messages

    def _encode(self, messages: list[Message]) -> None:
        spoken = [message for message in messages if words_of(message)]
        vectors = self.encoder.encode([words_of(message) for message in spoken])
        for message, vector in zip(spoken, vectors, strict=True):
            message.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._identifier))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self._encode(training_data.training_examples)
        return training_data
