"""The wider help: an article is a response, found by its words or its reference, and the open question comes again."""

from __future__ import annotations

from typing import Any

import pytest

from actions.help import Help, help_buttons, help_for_reference
from actions.names import FlowStep, Form, Intent, Slot
from actions.open_article import OpenArticle
from tests.actions.building import NOTHING, Situation, real_responses, run

RESPONSES: dict[str, Any] = {
    "utter_help/pets": [{"text": "Cats.", "metadata": {"title": "Pets", "references": ["CID9001", "CID9002"]}}],
    "utter_help/plants": [{"text": "Ferns.", "metadata": {"title": "Plants"}}],
    "utter_out_of_scope": [{"text": "No."}],
}


def test_an_article_answers_its_question() -> None:
    left = run(Help(), Situation("cats?", Intent.HELP, help_article="pets"), RESPONSES)
    assert left.said == ["utter_help/pets"]
    assert left.slot(Slot.STEP) == FlowStep.ANSWERED.value
    assert left.follows == ["action_resume"]


def test_a_question_without_an_article_lies_outside() -> None:
    left = run(Help(), Situation("dogs?", Intent.OUT_OF_SCOPE), RESPONSES)
    assert left.said == ["utter_out_of_scope"]


@pytest.mark.parametrize("step", [FlowStep.OFFERED, FlowStep.WAITING, FlowStep.HANDED_OVER])
def test_what_is_open_stays_open(step: FlowStep) -> None:
    left = run(Help(), Situation("cats?", Intent.HELP, help_article="pets", slots={Slot.STEP: step.value}), RESPONSES)
    assert left.slot(Slot.STEP) is NOTHING


def test_in_a_form_the_form_goes_on() -> None:
    left = run(Help(), Situation("cats?", Intent.HELP, help_article="pets", form=Form.LOGIN_EMAIL), RESPONSES)
    assert left.slot(Slot.STEP) is NOTHING
    assert left.follows == ["action_resume"]


@pytest.mark.parametrize(("reference", "name"), [("CID9002", "utter_help/pets"), ("CID9003", None)])
def test_an_article_is_found_by_its_references(reference: str, name: str | None) -> None:
    assert help_for_reference([reference], RESPONSES) == name


def test_a_reference_of_the_wider_help_is_not_an_unknown_one() -> None:
    left = run(OpenArticle(), Situation("CID7004", Intent.GIVE_REFERENCE, references=[("CID7004", False)]))
    assert left.said == ["utter_help/details_already_used"]


def test_a_known_reference_beside_it_decides() -> None:
    both = [("CID7004", False), ("CID7029", True)]
    left = run(OpenArticle(), Situation("CID7004 CID7029", Intent.GIVE_REFERENCE, references=both))
    assert left.slot(Slot.ARTICLE) == "gp_connection_cid7029"


def test_likely_articles_become_buttons() -> None:
    assert help_buttons(["help/plants", "greet", "help/gone"], RESPONSES) == {
        "help/plants": {"title": "Plants", "payload": "/help/plants"}
    }


def test_no_reference_stands_in_two_articles() -> None:
    named = [r for n, said in real_responses().items() for r in (said[0].get("metadata") or {}).get("references", ())]
    assert len(named) == len(set(named)) >= 11
