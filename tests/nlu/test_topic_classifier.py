"""The classifier as a Rasa component: trained, persisted in Rasa's model storage, loaded, and asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.sentence_encoder import SentenceEncoder
from bot.nlu.topic_classifier import TopicClassifier
from tests.nlu.pipeline import (
    EXAMPLES,
    created_classifier,
    created_encoder,
    encoded,
    loaded_classifier,
    training_data,
)

NOTHING = {"name": None, "confidence": 0.0}


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> SentenceEncoder:
    return created_encoder(tmp_path_factory.mktemp("encoder"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Path:
    """Where a trained classifier was persisted."""
    place: Path = tmp_path_factory.mktemp("storage")
    created_classifier(place, dimensions=8).train(training_data(encoder))
    return place


@pytest.fixture(scope="module")
def classifier(folder: Path) -> TopicClassifier:
    return loaded_classifier(folder)


def understood(classifier: TopicClassifier, encoder: SentenceEncoder, text: str) -> Message:
    (message,) = classifier.process(encoded(encoder, text))
    return message


def test_rasa_knows_it_as_a_classifier_with_training() -> None:
    component = DefaultV1Recipe._from_registry("bot.nlu.topic_classifier.TopicClassifier")
    assert DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER in component.types
    assert component.is_trainable


def test_training_gives_the_resource_that_holds_the_model(tmp_path: Path, encoder: SentenceEncoder) -> None:
    resource = created_classifier(tmp_path, dimensions=8).train(training_data(encoder))
    assert resource.name == "classifier"
    assert sorted(file.name for file in (tmp_path / "classifier").iterdir()) == ["model.json", "model.npz"]


@pytest.mark.parametrize(("intent", "text"), [(intent, text) for intent, texts in EXAMPLES.items() for text in texts])
def test_a_training_message_is_understood(
    classifier: TopicClassifier, encoder: SentenceEncoder, intent: str, text: str
) -> None:
    assert understood(classifier, encoder, text).get(INTENT)["name"] == intent


def test_other_words_for_the_same_are_understood(classifier: TopicClassifier, encoder: SentenceEncoder) -> None:
    message = understood(classifier, encoder, "I am waiting for a security code, nothing in my inbox")
    assert message.get(INTENT)["name"] == "report_missing_security_code"


def test_the_ranking_begins_with_the_intent_and_falls(classifier: TopicClassifier, encoder: SentenceEncoder) -> None:
    message = understood(classifier, encoder, "no code came")
    ranking = message.get(INTENT_RANKING_KEY)
    confidences = [rank["confidence"] for rank in ranking]
    assert ranking[0] == message.get(INTENT)
    assert confidences[0] == max(confidences)
    assert {rank["name"] for rank in ranking} == set(EXAMPLES)


def test_both_answers_leave_the_engine(classifier: TopicClassifier, encoder: SentenceEncoder) -> None:
    told = understood(classifier, encoder, "no code came").as_dict(only_output_properties=True)
    assert {INTENT, INTENT_RANKING_KEY} <= set(told)


@pytest.mark.parametrize("text", ["", "?!", "....."])
def test_a_message_without_words_has_no_intent(
    classifier: TopicClassifier, encoder: SentenceEncoder, text: str
) -> None:
    message = understood(classifier, encoder, text)
    assert message.get(INTENT) == NOTHING
    assert message.get(INTENT_RANKING_KEY) == []


def test_a_message_without_words_among_others_takes_nobodys_intent(
    classifier: TopicClassifier, encoder: SentenceEncoder
) -> None:
    messages = classifier.process(encoded(encoder, "hello", "", "my GP surgery does not connect"))
    assert [message.get(INTENT)["name"] for message in messages] == ["greet", None, "report_gp_connection"]


def test_a_classifier_that_was_never_trained_says_nothing(tmp_path: Path, encoder: SentenceEncoder) -> None:
    message = understood(created_classifier(tmp_path), encoder, "no code came")
    assert message.get(INTENT) == NOTHING


def test_confidences_are_plain_numbers_for_json(classifier: TopicClassifier, encoder: SentenceEncoder) -> None:
    assert type(understood(classifier, encoder, "hello").get(INTENT)["confidence"]) is float
