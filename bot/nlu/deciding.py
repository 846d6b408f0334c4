"""Rasa component after the classifier: what patterns found decides over what words suggest.

A reference in a message makes it a report of that reference, and an email address makes small talk an email address;
a call for a person or a medical matter keeps its own intent.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
)
from rasa.shared.nlu.training_data.message import Message

# These are heard whatever else a message holds.
KEPT = {"request_human", "report_medical", "lost_email_access", "ask_progress"}
GIVE_REFERENCE, GIVE_EMAIL = "give_reference", "give_email"


def decided(intent: str | None, entities: list[dict[str, Any]]) -> str | None:
    """The intent after the patterns had their say."""
    if intent in KEPT:
        return intent
    names = {entity["entity"] for entity in entities}
    complaint = bool(intent) and str(intent).startswith("report_")
    if "reference" in names and not complaint:
        return GIVE_REFERENCE
    if "email" in names and not complaint:
        return GIVE_EMAIL
    return intent


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class PatternsDecide(GraphComponent):
    """Changes `intent` and puts the new one first in `intent_ranking`."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PatternsDecide:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            before = (message.get(INTENT) or {}).get(INTENT_NAME_KEY)
            after = decided(before, message.get(ENTITIES) or [])
            if after != before:
                _replace(message, after)
        return messages


def _replace(message: Message, name: str | None) -> None:
    intent = {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: 1.0}
    others = [rank for rank in message.get(INTENT_RANKING_KEY) or [] if rank[INTENT_NAME_KEY] != name]
    message.set(INTENT, intent, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [intent, *others], add_to_output=True)
