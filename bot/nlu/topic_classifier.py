"""Rasa classifier: sets `intent` and `intent_ranking` from the sentence vector and the spelling of a message."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    INTENT_RESPONSE_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.clauses import CLAUSES
from bot.nlu.intent_model import IntentModel, Ranked, Settings
from bot.nlu.judged_words import WHY, asks_why, words_of
from bot.nlu.problems import PROBLEMS, Opinion, problems
from bot.nlu.spelling import REPAIRED

logger = logging.getLogger(__name__)
RANKING_LENGTH = 20
NEAREST = 5  # examples shown to a designer who asks why


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(IntentClassifier, GraphComponent):
    """Needs a dense sentence feature. Config: `ngram_weight`, `dimensions`, `strength` (see intent_model).

    `start_from` is a folder that keeps the model for the next training to start from; empty: from nothing.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [Featurizer]

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**Settings().__dict__, "start_from": None}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: IntentModel | None = None,
    ) -> None:
        self._settings = Settings(**{key: config[key] for key in Settings().__dict__})
        self._start_from = Path(config["start_from"]) if config["start_from"] else None
        self._model_storage = model_storage
        self._resource = resource
        self.model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fits on the intent examples and persists."""
        examples = [m for m in training_data.intent_examples if _is_featurized(m)]
        texts = [words_of(m) for m in examples]
        intents = [label_of(m) for m in examples]
        self.model = IntentModel.fit(texts, _vectors(examples), intents, self._settings, self._earlier())
        with self._model_storage.write_to(self._resource) as folder:
            self.model.save(folder)
        if self._start_from:
            self._start_from.mkdir(parents=True, exist_ok=True)
            self.model.save(self._start_from)
        return self._resource

    def _earlier(self) -> IntentModel | None:
        """The model of the training before; None where there is none, or it was written by other code."""
        if self._start_from is None or not (self._start_from / "model.json").is_file():
            return None
        try:
            return IntentModel.load(self._start_from)
        except (KeyError, TypeError, ValueError, OSError) as error:
            logger.warning("Training begins from nothing, as the earlier model cannot be read: %s", error)
            return None

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, IntentModel.load(folder))

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets both output fields; an empty message gets no intent and an empty ranking."""
        spoken = [m for m in messages if _is_featurized(m)]
        for message in messages:
            message.set(INTENT, {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}, add_to_output=True)
            message.set(INTENT_RANKING_KEY, [], add_to_output=True)
        if self.model is not None and spoken:
            ranks = self.model.rank([words_of(m) for m in spoken], _vectors(spoken))
            for message, ranked in zip(spoken, ranks, strict=True):
                _set_intent(message, ranked)
                self._set_problems(message, ranked)
        return messages

    def _set_problems(self, message: Message, ranked: Ranked) -> None:
        """`problems` in the output: all that the message names; the most urgent becomes its intent."""
        pairs = message.get(CLAUSES) or []
        parts: list[Opinion] = []
        if pairs and self.model:
            ranks = self.model.rank([text for text, _ in pairs], np.vstack([vector for _, vector in pairs]))
            parts = [_opinion(text, rank.intents[0]) for (text, _), rank in zip(pairs, ranks, strict=True)]
        if asks_why(message) and self.model:
            message.set(WHY, self._why(message, parts), add_to_output=True)
        named = problems([_opinion(words_of(message), ranking) for ranking in ranked.intents], parts)
        message.set(PROBLEMS, named, add_to_output=True)
        if named and named[0] != ranked.intents[0][0]:
            best = max([p.confidence for p in parts if p.intent == named[0]], default=dict(ranked.intents)[named[0]])
            others = [pair for pair in ranked.intents if pair[0] != named[0]]
            _set_intent(message, Ranked(((named[0], best), *others)))

    def _why(self, message: Message, parts: list[Opinion]) -> dict[str, Any]:
        """What speaks for the topic: the words as judged, repaired words, the nearest examples, each clause's topic."""
        words = words_of(message)
        nearest = self.model.nearest(words, _vectors([message])[0], NEAREST) if self.model else []
        return {
            "judged": words,
            "repaired": message.get(REPAIRED) or [],
            "nearest": [
                {"text": one.text, "intent": one.intent, "likeness": round(one.likeness, 3)} for one in nearest
            ],
            "clauses": [{"text": p.text, "intent": p.intent, "confidence": round(p.confidence, 3)} for p in parts],
        }


def label_of(example: Message) -> str:
    """What a training message is learned as: its intent, or `help/<article>` where the intent has articles."""
    return str(example.get(INTENT_RESPONSE_KEY) or example.get(INTENT))


def _is_featurized(message: Message) -> bool:
    return bool(message.get(TEXT)) and message.get_dense_features(TEXT)[1] is not None


def _vectors(messages: list[Message]) -> np.ndarray:
    return np.vstack([message.get_dense_features(TEXT)[1].features for message in messages])


def _opinion(text: str, ranking: tuple[str, float]) -> Opinion:
    intent, confidence = ranking
    return Opinion(text=text, intent=intent, confidence=confidence)


def _set_intent(message: Message, ranked: Ranked) -> None:
    ranking = [
        {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: confidence}
        for name, confidence in ranked.intents[:RANKING_LENGTH]
    ]
    message.set(INTENT, ranking[0], add_to_output=True)
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
