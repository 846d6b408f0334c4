"""Intents, articles and rules are derived from what the topics declare; nothing of that is learned as words."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.core.training_data.structures import RuleStep

from bot.nlu.importer import TopicImporter
from content.files import ROOT

TOPIC = """
version: "3.1"
nlu:
- intent: report_{name}
  metadata:
    topic:
      button: A button
      words: some words
      case: "{{who}} has a problem."
      desk: A label
      urgency: 10
      flow: {flow}
      {more}
  examples: |
    - words of {name}
responses:
  utter_{name}:
  - text: An answer.
"""
DOMAIN = """
version: "3.1"
intents: [given_back]
slots:
  step: {type: categorical, values: [opened, exhausted], mappings: [{type: custom}]}
forms:
  login_email_form: {required_slots: []}
  reference_form: {required_slots: []}
  first_seen_form: {required_slots: []}
actions: [action_open_article, action_next_remedy]
"""
IDLE = ("...", "action_listen")


def importer(folder: Path, flow: str, more: str = "", stories: str = "") -> TopicImporter:
    (folder / "data" / "nlu").mkdir(parents=True)
    (folder / "data" / "nlu" / "lamp.yml").write_text(TOPIC.format(name="lamp", flow=flow, more=more))
    (folder / "domain.yml").write_text(DOMAIN)
    if stories:
        (folder / "data" / "stories.yml").write_text(stories)
    return TopicImporter(None, str(folder / "domain.yml"), [str(folder / "data")])


def rules(made: TopicImporter) -> dict[str, list[str]]:
    """The names of the actions of each rule."""
    return {
        step.block_name: [
            event.action_name for event in step.events if getattr(event, "action_name", "...") not in IDLE
        ]
        for step in made.get_stories().story_steps
        if isinstance(step, RuleStep)
    }


def test_the_domain_has_every_intent_with_examples_and_those_it_names(tmp_path: Path) -> None:
    assert {"report_lamp", "given_back"} <= set(importer(tmp_path, "handover").get_domain().intents)


def test_the_articles_are_the_values_of_their_slot(tmp_path: Path) -> None:
    (article,) = [slot for slot in importer(tmp_path, "handover").get_domain().slots if slot.name == "article"]
    assert article.values[:3] == ["lamp", "unknown_reference", "human"]


@pytest.mark.parametrize(
    ("flow", "then"),
    [
        ("remedies", ["utter_lamp", "action_next_remedy"]),
        ("handover", ["utter_lamp", "login_email_form"]),
        ("wait", ["utter_lamp", "first_seen_form"]),
    ],
)
def test_a_topic_without_a_story_has_the_rule_of_its_flow(tmp_path: Path, flow: str, then: list[str]) -> None:
    (actions,) = [actions for name, actions in rules(importer(tmp_path, flow)).items() if name != "lamp is named"]
    assert actions == ["action_open_article", *then]


def test_a_topic_that_no_rule_takes_up_opens_its_article(tmp_path: Path) -> None:
    assert rules(importer(tmp_path, "handover"))["lamp is named"] == ["action_open_article"]


def test_a_topic_that_needs_a_reference_asks_for_it(tmp_path: Path) -> None:
    found = rules(importer(tmp_path, "handover", "needs_reference: true"))
    assert "reference_form" in found["lamp asks for a reference"]
    assert "utter_lamp_no_reference" in found["lamp has no reference"]


def test_a_story_of_its_own_takes_the_place_of_the_rule(tmp_path: Path) -> None:
    own = (
        'version: "3.1"\nrules:\n- rule: my own\n  steps:\n  - action: action_open_article\n'
        "  - slot_was_set:\n    - article: lamp\n    - step: opened\n  - action: utter_lamp\n"
    )
    assert "lamp offers remedies" not in rules(importer(tmp_path, "remedies", stories=own))


def test_what_is_declared_is_not_learned_from(tmp_path: Path) -> None:
    (example,) = importer(tmp_path, "handover").get_nlu_data().intent_examples
    assert example.get("metadata") is None
    assert example.get("text") == "words of lamp"


def test_rasas_own_reader_reads_the_same_examples() -> None:
    from rasa.shared.importers.rasa import RasaFileImporter

    paths = ("config.yml", "domain.yml", ["data"])
    files = [str(ROOT / paths[0]), str(ROOT / paths[1]), [str(ROOT / "data")]]
    ours, theirs = TopicImporter(*files).get_nlu_data(), RasaFileImporter(*files).get_nlu_data()
    assert sorted((m.get("text"), m.get("intent")) for m in ours.intent_examples) == sorted(
        (m.get("text"), m.get("intent")) for m in theirs.intent_examples
    )
    assert ours.responses.keys() == theirs.responses.keys()
    assert len(ours.entity_examples) == len(theirs.entity_examples)
    assert len(ours.lookup_tables) == len(theirs.lookup_tables)
