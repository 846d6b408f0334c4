"""Rasa gets the patterns as entities, with values that rules and slots can use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP
from rasa.shared.nlu.training_data.message import Message

from bot.nlu import pipeline as language
from bot.nlu.pattern_entities import PatternEntityExtractor


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("models") / "language"
    language.build(place)
    return place


@pytest.fixture(scope="module")
def model(folder: Path) -> SpacyModel:
    return SpacyNLP.load_model(str(folder))


def entities(model: SpacyModel, message: Message) -> list[dict[str, Any]]:
    PatternEntityExtractor().process([message], model)
    return list(message.get("entities", []))


def test_a_known_reference_is_handed_over_in_its_plain_form(model: SpacyModel) -> None:
    assert entities(model, Message.build("it says c.i.d. 7023")) == [
        {
            "entity": "reference",
            "value": "CID7023",
            "start": 8,
            "end": 19,
            "known": True,
            "extractor": "PatternEntityExtractor",
        }
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CID70232", {"entity": "reference", "value": "CID70232", "known": False}),
        ("cid 4410", {"entity": "reference", "value": "CID4410", "known": False}),
        ("JO at example dot com", {"entity": "email", "value": "jo@example.com"}),
        ("no sms code", {"entity": "code_channel", "value": "text"}),
        ("code by landline", {"entity": "code_channel", "value": "call"}),
    ],
)
def test_each_pattern_has_its_entity(model: SpacyModel, text: str, expected: dict[str, Any]) -> None:
    (entity,) = entities(model, Message.build(text))
    assert {key: entity.get(key) for key in expected} == expected


def test_a_bare_year_is_no_entity(model: SpacyModel) -> None:
    assert entities(model, Message.build("I have had this account since 2012")) == []


def test_entities_of_other_extractors_are_kept(model: SpacyModel) -> None:
    other = {"entity": "other", "value": "x", "start": 0, "end": 1}
    message = Message.build("x CID2011")
    message.set("entities", [other])
    assert [entity["entity"] for entity in entities(model, message)] == ["other", "reference"]


def test_a_message_without_text_is_left_alone(model: SpacyModel) -> None:
    assert entities(model, Message(data={"intent": "greet"})) == []


@pytest.mark.parametrize("case_sensitive", [True, False])
def test_the_case_of_the_words_is_kept_however_spacy_is_set(folder: Path, case_sensitive: bool) -> None:
    model = SpacyNLP.load_model(str(folder))
    message = Message.build("my code is 3CFJWD")
    SpacyNLP(model, {"case_sensitive": case_sensitive}).process([message], model)
    assert [entity["value"] for entity in entities(model, message)] == ["3CFJWD"]


def test_changed_patterns_change_the_fingerprint() -> None:
    assert PatternEntityExtractor.fingerprint_addon({}) == language.pipeline_version()


def test_a_configuration_that_names_the_component_makes_the_folder_loadable(folder: Path) -> None:
    """Rasa imports the classes of config.yml first; here in a process that has imported nothing of ours."""
    code = (
        "import sys\n"
        "from rasa.engine.recipes.default_recipe import DefaultV1Recipe\n"
        "import rasa.engine.recipes.default_components\n"
        "config = {'language': 'en', 'pipeline': [\n"
        "  {'name': 'SpacyNLP', 'model': sys.argv[1], 'case_sensitive': True},\n"
        "  {'name': 'bot.nlu.pattern_entities.PatternEntityExtractor'}], 'policies': []}\n"
        "graph = DefaultV1Recipe().graph_config_for_recipe(config, {}).predict_schema\n"
        "from rasa.nlu.utils.spacy_utils import SpacyNLP\n"
        "print([str(e) for e in SpacyNLP.load_model(sys.argv[1]).model('CID2014').ents])\n"
        "print(sorted(graph.nodes))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "['CID2014']" in done.stdout
    assert "PatternEntityExtractor" in done.stdout


def test_the_component_is_registered_as_an_entity_extractor() -> None:
    component = DefaultV1Recipe._from_registry("bot.nlu.pattern_entities.PatternEntityExtractor")
    assert DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR in component.types
    assert not component.is_trainable
