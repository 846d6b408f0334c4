"""What patterns found decides over what words suggest; some calls are heard whatever else a message holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.pattern_decisions import PatternsDecide
from content.case_numbers import new_case_number
from tests.nlu.pipeline import context, storage

COMPLAINTS = ["report_existing_account", "report_gp_connection", "report_missing_security_code"]
ALWAYS_HEARD = ["request_human", "report_medical", "lost_email_access", "ask_progress"]
SMALL_TALK = ["greet", "affirm", "deny", "thank", "out_of_scope"]


@pytest.fixture
def component(tmp_path: Path) -> PatternsDecide:
    return PatternsDecide.create({}, storage(tmp_path / "storage"), Resource("deciding"), context())


def message(intents: list[str], entities: list[str]) -> Message:
    """With a falling ranking, as the classifier leaves it."""
    ranking = [{"name": name, "confidence": 0.9 / 2**place} for place, name in enumerate(intents)]
    data: dict[str, Any] = {
        "text": "something",
        INTENT: dict(ranking[0]) if ranking else {"name": None, "confidence": 0.0},
        INTENT_RANKING_KEY: ranking,
        ENTITIES: [{"entity": entity, "value": "x"} for entity in entities],
    }
    return Message(data)


def decided(component: PatternsDecide, intents: list[str], *entities: str) -> Message:
    (result,) = component.process([message(intents, list(entities))])
    return result


def names(result: Message) -> list[str]:
    return [rank["name"] for rank in result.get(INTENT_RANKING_KEY)]


def test_rasa_knows_it_as_a_classifier_without_training() -> None:
    component = DefaultV1Recipe._from_registry("bot.nlu.pattern_decisions.PatternsDecide")
    assert DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER in component.types
    assert not component.is_trainable


@pytest.mark.parametrize("said", SMALL_TALK)
@pytest.mark.parametrize(("entity", "intent"), [("reference", "give_reference"), ("email", "give_email")])
def test_small_talk_with_a_pattern_gives_what_the_pattern_found(
    component: PatternsDecide, said: str, entity: str, intent: str
) -> None:
    assert decided(component, [said, "greet", "affirm"], entity).get(INTENT)["name"] == intent


def test_a_reference_comes_before_an_email(component: PatternsDecide) -> None:
    assert decided(component, ["greet"], "email", "reference").get(INTENT)["name"] == "give_reference"


@pytest.mark.parametrize("intent", [*COMPLAINTS, *ALWAYS_HEARD])
@pytest.mark.parametrize("entity", ["reference", "email"])
def test_a_complaint_or_a_call_stays_what_it_is(component: PatternsDecide, intent: str, entity: str) -> None:
    assert decided(component, [intent, "greet"], entity).get(INTENT)["name"] == intent


@pytest.mark.parametrize("intent", [*COMPLAINTS, *ALWAYS_HEARD, *SMALL_TALK])
def test_without_a_pattern_nothing_changes(component: PatternsDecide, intent: str) -> None:
    before = message([intent, "goodbye"], [])
    result = decided(component, [intent, "goodbye"])
    assert result.get(INTENT) == before.get(INTENT)
    assert names(result) == names(before)


def test_how_the_code_comes_decides_nothing(component: PatternsDecide) -> None:
    assert decided(component, ["greet", "thank"], "code_channel").get(INTENT)["name"] == "greet"


@pytest.mark.parametrize(("said", "needed"), [("give_reference", "email"), ("give_email", "reference")])
def test_nobody_gives_what_is_not_in_the_message(component: PatternsDecide, said: str, needed: str) -> None:
    assert decided(component, [said, "greet"], needed).get(INTENT)["name"] != said


def test_the_intent_stands_first_in_the_ranking_and_only_once(component: PatternsDecide) -> None:
    result = decided(component, ["greet", "give_reference", "affirm"], "reference")
    assert names(result) == ["give_reference", "greet", "affirm"]
    assert result.get(INTENT_RANKING_KEY)[0] == result.get(INTENT)


def test_a_pattern_is_sure(component: PatternsDecide) -> None:
    assert decided(component, ["greet"], "reference").get(INTENT)["confidence"] == 1.0


def test_a_message_without_words_stays_without_an_intent(component: PatternsDecide) -> None:
    result = decided(component, [])
    assert result.get(INTENT)["name"] is None
    assert result.get(INTENT_RANKING_KEY) == []


def test_a_pattern_is_heard_where_the_classifier_heard_nothing(component: PatternsDecide) -> None:
    assert decided(component, [], "reference").get(INTENT)["name"] == "give_reference"


def test_a_message_that_nobody_looked_at_is_left_alone(component: PatternsDecide) -> None:
    (result,) = component.process([Message.build("hello")])
    assert (result.get(INTENT) or {}).get("name") is None


def test_the_new_intent_leaves_the_engine(component: PatternsDecide) -> None:
    told = decided(component, ["greet"], "reference").as_dict(only_output_properties=True)
    assert told[INTENT]["name"] == "give_reference"
    assert told[INTENT_RANKING_KEY][0]["name"] == "give_reference"


def test_every_case_number_of_ours_is_a_question_about_the_case(component: PatternsDecide) -> None:
    """The bot and the actions may not import each other: this holds their two patterns together."""
    for _ in range(50):
        data = message(["out_of_scope", "report_gp_connection"], []).data
        (result,) = component.process([Message(data | {"text": f"chasing {new_case_number()}"})])
        assert result.get(INTENT)["name"] == "ask_progress"


def test_a_doubted_message_is_a_question_of_trust(component: PatternsDecide) -> None:
    data = message(["report_login_disabled", "help/scam"], []).data
    (result,) = component.process([Message(data | {"text": "an email says my login is disabled, is it a scam?"})])
    assert result.get(INTENT)["name"] == "help/scam"
