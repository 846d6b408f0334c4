"""The held-out messages are many, are about everything, and were never seen in training; the training data is sound."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from benchmarks.evaluate.floor import read_floor
from benchmarks.evaluate.messages import COMPLAINTS, OUT_OF_SCOPE, Message, read_messages
from benchmarks.evaluate.understanding import topic_of
from content.files import ROOT
from tests.understanding.likeness import alike, normalised

HERE = Path(__file__).parent
Example = tuple[str, str]  # a text and its topic


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    return read_messages(HERE)


@pytest.fixture(scope="module")
def training() -> list[Example]:
    found: list[Example] = []
    for file in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        for block in YAML(typ="safe").load(file).get("nlu") or []:
            if "intent" in block:
                lines = block["examples"].splitlines()
                found += [(line[2:].strip(), topic_of(block["intent"])) for line in lines if line.startswith("- ")]
    return found


def none_of(found: list[str]) -> None:
    """Fails with the whole list, one a line."""
    if found:
        pytest.fail("\n".join([f"{len(found)} found:", *found]), pytrace=False)


def test_there_are_at_least_500_messages(messages: list[Message]) -> None:
    assert len(messages) >= 500


def test_no_message_stands_twice(messages: list[Message]) -> None:
    counts = Counter(message.text for message in messages)
    assert [text for text, count in counts.items() if count > 1] == []


def test_every_topic_has_messages_to_test_with(messages: list[Message], training: list[Example]) -> None:
    assert {topic for _, topic in training} == {message.topic for message in messages}


def test_no_message_stands_in_the_training_data(messages: list[Message], training: list[Example]) -> None:
    trained = {normalised(text) for text, _ in training}
    none_of([f"{one.topic}: {one.text}" for one in messages if normalised(one.text) in trained])


def test_no_message_is_a_near_copy_of_a_training_message(messages: list[Message], training: list[Example]) -> None:
    near = alike([message.text for message in messages], [text for text, _ in training], 0.8)
    none_of([f"{share:.2f}: {messages[i].text} | {training[j][0]}" for i, j, share in near])


@pytest.mark.parametrize("topic", COMPLAINTS)
def test_each_complaint_has_at_least_80_training_messages(topic: str, training: list[Example]) -> None:
    assert Counter(topic for _, topic in training)[topic] >= 80


def test_every_other_topic_has_at_least_40_training_messages(training: list[Example]) -> None:
    counts = Counter(topic for _, topic in training)
    assert {topic: count for topic, count in counts.items() if count < 40} == {}


def test_out_of_scope_has_at_least_300_training_messages(training: list[Example]) -> None:
    assert Counter(topic for _, topic in training)[OUT_OF_SCOPE] >= 300


def test_no_two_training_messages_are_near_copies(training: list[Example]) -> None:
    texts = [text for text, _ in training]
    near = [(i, j, share) for i, j, share in alike(texts, texts, 0.85) if i < j]
    none_of([f"{share:.2f}: {training[i]} | {training[j]}" for i, j, share in near])


def test_the_floor_can_be_read() -> None:
    assert read_floor(HERE / "floor.toml")["accuracy"] > 0.8
