"""Rasa component after the classifier: pattern matches override the classifier.

A request for a person comes first, even beside a problem. A reference makes the message a report of that reference, and
an email address turns small talk into an email address; a medical matter keeps its own intent.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.asking_for_person import asks_for_person
from bot.nlu.judged_words import MARKER, words_of
from bot.nlu.other_service import is_about_another_service
from bot.nlu.problems import PROBLEMS
from bot.nlu.stateless import Stateless
from content.case_numbers import find_case_number
from content.phrases import PhrasesOf
from content.topics import topics as all_topics

# These are heard whatever else a message holds.
KEPT = {"request_human", "report_medical", "ask_progress"}
SHARE_SECRET = "share_secret"  # noqa: S105 - an intent's name
SURE_BESIDE_A_SECRET = 0.9  # how sure a problem must be that is named beside a hidden secret
# Nobody gives a reference or an address without one in the message. A reference comes first.
NEEDED = {"give_reference": "reference", "give_email": "email"}
REQUEST_HUMAN, OUT_OF_SCOPE, ASK_PROGRESS = "request_human", "out_of_scope", "ask_progress"
# A question of trust, whatever problem the message that is doubted tells of.
SCAM_ARTICLE = "help/scam"
_PHRASES = PhrasesOf("pattern_decisions")
HEARD_BESIDE_A_SECRET = {REQUEST_HUMAN, *NEEDED}
SURE_BY_PATTERN = {*NEEDED, SHARE_SECRET, REQUEST_HUMAN, OUT_OF_SCOPE, ASK_PROGRESS, SCAM_ARTICLE}


def decided(ranking: list[dict[str, Any]], entities: list[dict[str, Any]], text: str, words: str = "") -> str | None:
    """Returns the intent after the patterns; `ranking` is the classifier's, best first.

    `text` can contain the markers of hidden secrets; `words` is what was classified, with its spelling repaired.
    """
    if ranking and asks_for_person(words):
        return REQUEST_HUMAN
    settled = any(entity.get("known") or entity["entity"] == "email" for entity in entities)
    if ranking and not settled and find_case_number(text):  # a case number means a question about that case
        return ASK_PROGRESS
    if SCAM_ARTICLE in {rank[INTENT_NAME_KEY] for rank in ranking} and not settled and _PHRASES["scam"].search(text):
        return SCAM_ARTICLE
    if ranking and not entities and is_about_another_service(text):
        return OUT_OF_SCOPE
    confidences = {rank[INTENT_NAME_KEY]: rank[PREDICTED_CONFIDENCE_KEY] for rank in ranking}
    intent = _decided_by_entities(list(confidences), entities)
    if not MARKER.search(text) or intent in HEARD_BESIDE_A_SECRET:
        return intent
    problem = _is_kept(intent)
    beside = not MARKER.search(words) and problem and confidences.get(intent, 0.0) >= SURE_BESIDE_A_SECRET
    return intent if beside else SHARE_SECRET


def _is_kept(intent: str | None) -> bool:
    return intent in KEPT or intent in all_topics().by_intent


def _is_problem(intent: str | None) -> bool:
    """A topic that a reference confirms; a lost mailbox stands beside any reference."""
    topic = all_topics().by_intent.get(intent or "")
    return topic is not None and not topic.loses_mailbox


def _decided_by_entities(ranking: list[str], entities: list[dict[str, Any]]) -> str | None:
    names = {entity["entity"] for entity in entities}
    absent = {intent for intent, entity in NEEDED.items() if entity not in names}
    intent = next((name for name in ranking if name not in absent), None)
    if _is_kept(intent):
        return intent
    return next((given for given, entity in NEEDED.items() if entity in names), intent)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class PatternsDecide(Stateless):
    """Changes `intent` and puts the new one first in `intent_ranking`."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            ranking = message.get(INTENT_RANKING_KEY) or []
            entities = message.get(ENTITIES) or []
            after = decided(ranking, entities, message.get(TEXT) or "", words_of(message))
            by_reference = (
                after in NEEDED
                or (_is_problem(after) and any(e.get("known") for e in entities))
                or (after == ASK_PROGRESS and find_case_number(message.get(TEXT) or "") is not None)
            )
            if after is not None and (by_reference or after != (message.get(INTENT) or {}).get(INTENT_NAME_KEY)):
                put_first(message, after, ranking, sure=by_reference or after in SURE_BY_PATTERN)
            if after == OUT_OF_SCOPE:
                message.set(PROBLEMS, [], add_to_output=True)
            if after == REQUEST_HUMAN and message.get(PROBLEMS) is not None:
                others = [problem for problem in message.get(PROBLEMS) if problem != REQUEST_HUMAN]
                message.set(PROBLEMS, [REQUEST_HUMAN, *others], add_to_output=True)
        return messages


def put_first(message: Message, name: str, ranking: list[dict[str, Any]], *, sure: bool) -> None:
    """Moves an intent to the first place. A pattern is certain; an intent that moves up keeps its confidence."""
    confidences = {rank[INTENT_NAME_KEY]: rank[PREDICTED_CONFIDENCE_KEY] for rank in ranking}
    intent = {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: 1.0 if sure else confidences.get(name, 0.0)}
    others = [rank for rank in ranking if rank[INTENT_NAME_KEY] != name]
    message.set(INTENT, intent, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [intent, *others], add_to_output=True)
