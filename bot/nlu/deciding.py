"""Rasa component after the classifier: what patterns found decides over what words suggest.

A reference in a message makes it a report of that reference, and an email address makes small talk an email address;
a call for a person or a medical matter keeps its own intent.
"""

from __future__ import annotations

import re
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
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

# These are heard whatever else a message holds.
KEPT = {"request_human", "report_medical", "lost_email_access", "ask_progress"}
SHARE_SECRET = "share_secret"  # noqa: S105 - an intent's name
SURE_BESIDE_A_SECRET = 0.8  # how sure a problem must be that is named beside a hidden secret
_MARKER = re.compile(r"\[[\w ]+ removed\]")  # where safety hid one
# Nobody gives a reference or an address without one in the message. A reference comes first.
NEEDED = {"give_reference": "reference", "give_email": "email"}


def decided(ranking: list[dict[str, Any]], entities: list[dict[str, Any]], text: str) -> str | None:
    """The intent after the patterns had their say; `ranking` is the classifier's, best first."""
    confidences = {rank[INTENT_NAME_KEY]: rank[PREDICTED_CONFIDENCE_KEY] for rank in ranking}
    intent = _decided_by_entities(list(confidences), entities)
    problem = intent in KEPT or str(intent).startswith("report_")
    sure = intent in NEEDED or (problem and confidences.get(intent, 0.0) >= SURE_BESIDE_A_SECRET)
    return SHARE_SECRET if _MARKER.search(text) and not sure else intent


def _decided_by_entities(ranking: list[str], entities: list[dict[str, Any]]) -> str | None:
    names = {entity["entity"] for entity in entities}
    absent = {intent for intent, entity in NEEDED.items() if entity not in names}
    intent = next((name for name in ranking if name not in absent), None)
    if intent in KEPT or str(intent).startswith("report_"):
        return intent
    return next((given for given, entity in NEEDED.items() if entity in names), intent)


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
            ranking = message.get(INTENT_RANKING_KEY) or []
            entities = message.get(ENTITIES) or []
            after = decided(ranking, entities, message.get(TEXT) or "")
            if after is not None and after != (message.get(INTENT) or {}).get(INTENT_NAME_KEY):
                _put_first(message, after, ranking, sure=after in NEEDED or after == SHARE_SECRET)
        return messages


def _put_first(message: Message, name: str, ranking: list[dict[str, Any]], *, sure: bool) -> None:
    """A pattern is sure; an intent that moves up keeps its confidence."""
    confidences = {rank[INTENT_NAME_KEY]: rank[PREDICTED_CONFIDENCE_KEY] for rank in ranking}
    intent = {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: 1.0 if sure else confidences.get(name, 0.0)}
    others = [rank for rank in ranking if rank[INTENT_NAME_KEY] != name]
    message.set(INTENT, intent, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [intent, *others], add_to_output=True)
