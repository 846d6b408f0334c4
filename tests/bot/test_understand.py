"""What the assistant makes of a line, as one object: topic, reference, email, secrets, emergency."""

from __future__ import annotations

from typing import Any

import pytest

from bot.nlu.references import KNOWN
from bot.safety import examine
from bot.understand import TOPIC_OF_REFERENCE, topic_of, understood


def made_of(text: str = "hello", **parsed: Any) -> dict[str, Any]:
    return understood(examine(text), parsed)


def reference(value: str, known: bool) -> dict[str, Any]:
    return {"entity": "reference", "value": value, "known": known}


def email(value: str) -> dict[str, Any]:
    return {"entity": "email", "value": value}


def test_a_line_that_nobody_parsed_still_has_every_field() -> None:
    assert understood(examine(""), {}) == {
        "text": "",
        "topic": None,
        "intent": None,
        "reference": None,
        "known_reference": False,
        "email": None,
        "secret": [],
        "emergency": None,
        "confidence": 0.0,
        "ranking": [],
    }


@pytest.mark.parametrize(
    ("intent", "topic"),
    [("report_gp_connection", "gp_connection"), ("lost_email_access", "lost_email_access"), (None, None)],
)
def test_the_topic_is_the_intent_without_report(intent: str | None, topic: str | None) -> None:
    assert topic_of(intent) == topic
    assert made_of(intent={"name": intent, "confidence": 0.5})["topic"] == topic


@pytest.mark.parametrize(("value", "topic"), TOPIC_OF_REFERENCE.items())
def test_a_known_reference_decides_the_topic(value: str, topic: str) -> None:
    made = made_of(intent={"name": "greet", "confidence": 0.9}, entities=[reference(value, True)])
    assert (made["topic"], made["reference"], made["known_reference"]) == (topic, value, True)
    assert made["intent"] == "greet"


def test_an_unknown_reference_decides_nothing() -> None:
    made = made_of(intent={"name": "report_nhs_number", "confidence": 0.9}, entities=[reference("CID9999", False)])
    assert (made["topic"], made["reference"], made["known_reference"]) == ("nhs_number", "CID9999", False)


def test_the_first_known_reference_counts_else_the_first() -> None:
    both = [reference("CID9999", False), reference("CID2011", True), reference("CID2012", True)]
    assert made_of(entities=both)["reference"] == "CID2011"
    assert made_of(entities=[reference("CID9999", False), reference("CID8888", False)])["reference"] == "CID9999"


def test_the_last_email_counts_because_it_corrects_the_others() -> None:
    made = made_of(entities=[email("old@example.com"), email("new@example.com")])
    assert made["email"] == "new@example.com"


def test_other_entities_are_neither() -> None:
    made = made_of(entities=[{"entity": "code_channel", "value": "text"}])
    assert (made["reference"], made["email"]) == (None, None)


def test_secrets_are_hidden_and_named() -> None:
    made = made_of("my NHS number is 943 476 5919")
    assert "943" not in made["text"]
    assert made["secret"] == ["nhs_number"]


def test_an_emergency_is_named() -> None:
    assert made_of("I want to kill myself")["emergency"] == "self_harm"


def test_confidence_is_rounded() -> None:
    assert made_of(intent={"name": "greet", "confidence": 0.123456})["confidence"] == 0.123


def test_the_ranking_shows_the_best_three_by_topic() -> None:
    names = ["report_gp_connection", "greet", "report_nhs_number", "deny"]
    ranking = [{"name": name, "confidence": 0.9 / (place + 1)} for place, name in enumerate(names)]
    assert made_of(intent_ranking=ranking)["ranking"] == [
        {"topic": "gp_connection", "confidence": 0.9},
        {"topic": "greet", "confidence": 0.45},
        {"topic": "nhs_number", "confidence": 0.3},
    ]


def test_not_understood_is_no_topic_in_the_ranking() -> None:
    ranking = [{"name": "nlu_fallback", "confidence": 0.7}, {"name": "greet", "confidence": 0.1}]
    assert [one["topic"] for one in made_of(intent_ranking=ranking)["ranking"]] == ["greet"]


@pytest.mark.parametrize("parsed", [{"entities": None, "intent": None, "intent_ranking": None}])
def test_nulls_are_read_as_nothing(parsed: dict[str, Any]) -> None:
    assert made_of(**parsed)["topic"] is None


def test_the_topics_of_references_are_those_of_the_engines_parser() -> None:
    assert dict(KNOWN) == TOPIC_OF_REFERENCE
