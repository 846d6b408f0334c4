"""Our Rasa components as Rasa makes them: created, trained, persisted and loaded with its own model storage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.sentence_encoder import SentenceEncoder
from bot.nlu.topic_classifier import TopicClassifier

ENCODER = Path(__file__).resolve().parents[2] / "models" / "encoder"
EXAMPLES = {
    "report_missing_security_code": [
        "the code never came by email",
        "no email with a security code",
        "still waiting for the code in my inbox",
        "where is the code you sent me",
    ],
    "report_gp_connection": [
        "my GP surgery does not connect",
        "the app cannot connect to my doctor",
        "surgery link fails every time",
        "it says no connection to the practice",
    ],
    "greet": ["hello", "good morning", "hi there", "hello again"],
}


def context(name: str = "component") -> ExecutionContext:
    return ExecutionContext(GraphSchema({}), node_name=name)


def storage(folder: Path) -> LocalModelStorage:
    """Like another process's, where the folder was written before."""
    folder.mkdir(exist_ok=True)
    return LocalModelStorage(folder)


def created_encoder(folder: Path, **config: Any) -> SentenceEncoder:
    settings = {**SentenceEncoder.get_default_config(), "folder": str(ENCODER), **config}
    return SentenceEncoder.create(settings, storage(folder), Resource("encoder"), context("encoder"))


def encoded(encoder: SentenceEncoder, *texts: str) -> list[Message]:
    return encoder.process([Message.build(text) for text in texts])


def training_data(encoder: SentenceEncoder) -> TrainingData:
    examples = [Message.build(text, intent) for intent, texts in EXAMPLES.items() for text in texts]
    return encoder.process_training_data(TrainingData(examples))


def created_classifier(folder: Path, **config: Any) -> TopicClassifier:
    settings = {**TopicClassifier.get_default_config(), **config}
    return TopicClassifier.create(settings, storage(folder), Resource("classifier"), context("classifier"))


def loaded_classifier(folder: Path) -> TopicClassifier:
    settings = TopicClassifier.get_default_config()
    return TopicClassifier.load(settings, storage(folder), Resource("classifier"), context("classifier"))
