"""How sure: answer, ask back, or lost; the ranking stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.certainty import CERTAINTY, Certainty, CertaintyClassifier, certainty_of
from tests.nlu.pipeline import context, storage


def heard(tmp_path: Path, *ranking: tuple[str, float]) -> Message:
    config = {"answer_from": 0.7, "ask_from": 0.3}
    component = CertaintyClassifier.create(config, storage(tmp_path / "s"), Resource("certainty"), context())
    ranks: list[dict[str, Any]] = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    message = Message({"text": "x", INTENT: ranks[0] if ranks else None, INTENT_RANKING_KEY: ranks})
    return component.process([message])[0]


@pytest.mark.parametrize(
    ("confidence", "certainty"),
    [(1.0, "answer"), (0.7, "answer"), (0.69, "ask"), (0.3, "ask"), (0.29, "lost"), (0.0, "lost")],
)
def test_the_bounds_belong_to_the_surer_side(confidence: float, certainty: str) -> None:
    assert certainty_of(confidence, 0.7, 0.3) is Certainty(certainty)


def test_a_sure_message_keeps_its_intent(tmp_path: Path) -> None:
    message = heard(tmp_path, ("greet", 0.9), ("deny", 0.05))
    assert (message.get(INTENT)["name"], message.get(CERTAINTY)) == ("greet", "answer")


def test_an_unsure_one_falls_back_with_the_ranking_behind(tmp_path: Path) -> None:
    message = heard(tmp_path, ("greet", 0.5), ("deny", 0.4))
    assert message.get(CERTAINTY) == "ask"
    assert [rank["name"] for rank in message.get(INTENT_RANKING_KEY)] == ["nlu_fallback", "greet", "deny"]


def test_the_most_urgent_of_two_problems_may_be_the_less_certain(tmp_path: Path) -> None:
    assert heard(tmp_path, ("request_human", 0.8), ("report_gp_connection", 0.9)).get(INTENT)["name"] == "request_human"


def test_a_message_without_an_intent_is_lost(tmp_path: Path) -> None:
    assert heard(tmp_path).get(CERTAINTY) == "lost"


def test_what_it_says_leaves_the_engine(tmp_path: Path) -> None:
    assert heard(tmp_path, ("greet", 0.5)).as_dict(only_output_properties=True)[CERTAINTY] == "ask"


@pytest.mark.parametrize("config", [{"answer_from": 0.2, "ask_from": 0.3}, {"answer_from": 1.1}, {"ask_from": -0.1}])
def test_bounds_that_make_no_sense_are_refused(config: dict[str, float]) -> None:
    with pytest.raises(InvalidConfigException, match="ask_from must not be over answer_from"):
        CertaintyClassifier.validate_config(config)


def test_rasa_knows_it_as_a_classifier_without_training() -> None:
    component = DefaultV1Recipe._from_registry("bot.nlu.certainty.CertaintyClassifier")
    assert not component.is_trainable
