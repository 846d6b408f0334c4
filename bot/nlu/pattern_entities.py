"""Passes the spaCy pipeline's matches to Rasa as entities, with normalised values."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from spacy.tokens import Doc, Span

# Importing the language module also registers its component, before SpacyNLP loads the folder:
# Rasa imports every class that config.yml or a trained model names before it creates one.
from bot.nlu.pipeline import pipeline_version

REFERENCE_LABELS = {"reference": True, "unknown_reference": False}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False, model_from="SpacyNLP")
class PatternEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Entities `reference` (with `known`), `email` and `code_channel` (text or call)."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [SpacyNLP]

    @staticmethod
    def required_packages() -> list[str]:
        return ["spacy"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Changed patterns are a changed component, though this class and its settings are the same."""
        return pipeline_version()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PatternEntityExtractor:
        return cls()

    def process(self, messages: list[Message], model: SpacyModel) -> list[Message]:
        """Adds the entities to each message; messages without text are left alone."""
        for message in messages:
            if message.get(TEXT):
                found = [_entity(span) for span in _doc(message, model).ents]
                entities = message.get(ENTITIES, []) + self.add_extractor_name(found)
                message.set(ENTITIES, entities, add_to_output=True)
        return messages


def _doc(message: Message, model: SpacyModel) -> Doc:
    """The doc that SpacyNLP left, if it kept the case: codes of the NHS App are told by their capitals."""
    text: str = message.get(TEXT)
    doc: Doc | None = message.get(SPACY_DOCS[TEXT])
    return doc if doc is not None and doc.text == text else model.model(text)


def _entity(span: Span) -> dict[str, Any]:
    entity: dict[str, Any] = {
        "entity": span.label_,
        "value": span._.value,
        "start": span.start_char,
        "end": span.end_char,
    }
    if span.label_ in REFERENCE_LABELS:
        entity |= {"entity": "reference", "known": REFERENCE_LABELS[span.label_]}
    return entity
