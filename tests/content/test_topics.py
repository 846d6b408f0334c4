"""Topics are declared once, in their file; what is wrong there is said with the file's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.schema import Invalid
from content.topics import Flow, read_topics, topic_of, topics

DECLARED = """
      button: Paper letters
      words: your letters do not print
      case: "{who} cannot print letters."
      desk: Letters do not print
      urgency: 15
      flow: remedies
"""


def write(folder: Path, declared: str, name: str = "print_letter") -> Path:
    file = folder / f"{name}.yml"
    file.write_text(
        f"nlu:\n- intent: report_{name}\n  metadata:\n    topic:{declared}  examples: |\n    - it does not print\n"
    )
    return folder


def test_a_topic_is_what_its_file_declares(tmp_path: Path) -> None:
    topic = read_topics(write(tmp_path, DECLARED)).by_name["print_letter"]
    assert (topic.intent, topic.payload, topic.button) == (
        "report_print_letter",
        "/report_print_letter",
        "Paper letters",
    )
    assert (topic.words, topic.desk, topic.urgency) == ("your letters do not print", "Letters do not print", 15)
    assert [(article.name, article.flow) for article in topic.articles] == [("print_letter", Flow.REMEDIES)]


def test_a_reference_and_an_entity_choose_other_articles(tmp_path: Path) -> None:
    more = "      articles:\n        colour: {flow: handover, references: [CID9876], entity: printer}\n"
    found = read_topics(write(tmp_path, DECLARED + more))
    assert found.by_reference["CID9876"].name == "colour"
    assert found.articles["colour"].entity == "printer"
    assert found.of_reference("CID9876") == "print_letter"
    assert found.of_reference("CID0000") is None


def test_the_most_urgent_topic_comes_first(tmp_path: Path) -> None:
    write(tmp_path, DECLARED)
    write(tmp_path, DECLARED.replace("urgency: 15", "urgency: 70"), "fire")
    assert list(read_topics(tmp_path).by_name) == ["fire", "print_letter"]


def test_an_intent_without_a_topic_is_none(tmp_path: Path) -> None:
    (tmp_path / "talk.yml").write_text("nlu:\n- intent: greet\n  examples: |\n    - hello\n")
    assert read_topics(tmp_path).all == ()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("button: Paper letters", "button: A title that is far too long", "button is longer than 20 characters"),
        ("urgency: 15", "urgency: 500", "urgency must be from 1 to 99"),
        ("urgency: 15", "urgency: soon", "urgency has the wrong type"),
        ("flow: remedies", "flow: dance", "flow must be one of remedies, handover, wait"),
        ("      desk: Letters do not print\n", "", "desk is missing"),
        ("{who} cannot", "Somebody cannot", "case must hold {who} or {whose}"),
        ("flow: remedies", "flow: remedies\n      colour: red", "unknown: colour"),
    ],
)
def test_what_is_wrong_is_said_with_the_files_name(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=r"print_letter\.yml") as caught:
        read_topics(write(tmp_path, DECLARED.replace(old, new)))
    assert sentence in str(caught.value)


@pytest.mark.parametrize("topic", topics().all, ids=lambda topic: topic.name)
def test_the_case_sentence_of_every_topic_can_be_said(topic) -> None:  # type: ignore[no-untyped-def]
    said = topic.case.format(who="The person", whose="The person's")
    assert said.startswith("The person")
    assert said.endswith(".")


@pytest.mark.parametrize(
    ("intent", "topic"),
    [
        ("report_gp_connection", "gp_connection"),
        ("lost_email_access", "lost_email_access"),
        ("nlu_fallback", "out_of_scope"),
        ("help/passkeys", "out_of_scope"),
        ("abuse", "out_of_scope"),
        (None, None),
    ],
)
def test_the_topic_of_an_intent(intent: str | None, topic: str | None) -> None:
    assert topic_of(intent) == topic
