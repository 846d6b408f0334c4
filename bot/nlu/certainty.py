"""Decides whether the assistant answers, asks which of a few topics is meant, or says that it did not understand.

This is the last component of the pipeline and replaces Rasa's FallbackClassifier, which also falls back if the more
urgent of two problems is the less certain one.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY
from rasa.shared.nlu.training_data.message import Message

CERTAINTY = "certainty"  # in the parse data
HELP_ARTICLE = "help_article"  # in the parse data: the article of the help centre that answers the message


class Certainty(str, Enum):
    ANSWER = "answer"
    ASK = "ask"
    LOST = "lost"


def certainty_of(confidence: float, answer_from: float, ask_from: float) -> Certainty:
    if confidence >= answer_from:
        return Certainty.ANSWER
    return Certainty.ASK if confidence >= ask_from else Certainty.LOST


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class CertaintyClassifier(GraphComponent):
    """Sets `certainty`; below `answer_from` the intent is `nlu_fallback`, and the ranking stays as it was behind it.

    Config: `answer_from` and `ask_from`, confidences from 0 to 1; see docs/understanding.md for how they were chosen.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"answer_from": 0.5, "ask_from": 0.3}

    def __init__(self, answer_from: float, ask_from: float) -> None:
        self._answer_from, self._ask_from = answer_from, ask_from

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Raises InvalidConfigException with a sentence."""
        bounds = {**cls.get_default_config(), **config}
        if not 0 <= bounds["ask_from"] <= bounds["answer_from"] <= 1:
            raise InvalidConfigException("ask_from must not be over answer_from, and both lie between 0 and 1.")

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CertaintyClassifier:
        return cls(config["answer_from"], config["ask_from"])

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            confidence = (message.get(INTENT) or {}).get(PREDICTED_CONFIDENCE_KEY, 0.0)
            certainty = certainty_of(confidence, self._answer_from, self._ask_from)
            message.set(CERTAINTY, certainty.value, add_to_output=True)
            if certainty is not Certainty.ANSWER:
                _fall_back(message, 1.0 - confidence)
            _name_article(message)
        return messages


def _name_article(message: Message) -> None:
    """Rasa's dialogue knows the intent `help`; which article stands beside it. The ranking keeps both in one name."""
    intent = message.get(INTENT) or {}
    name, _, article = str(intent.get(INTENT_NAME_KEY)).partition("/")
    if article:
        message.set(INTENT, {**intent, INTENT_NAME_KEY: name}, add_to_output=True)
    message.set(HELP_ARTICLE, article or None, add_to_output=True)


def _fall_back(message: Message, confidence: float) -> None:
    fallback = {INTENT_NAME_KEY: DEFAULT_NLU_FALLBACK_INTENT_NAME, PREDICTED_CONFIDENCE_KEY: confidence}
    message.set(INTENT, fallback, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [fallback, *(message.get(INTENT_RANKING_KEY) or [])], add_to_output=True)
