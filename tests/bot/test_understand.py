"""What the assistant makes of a line, as one object: topic, reference, email, secrets, emergency."""

from __future__ import annotations

from typing import Any

import pytest

from bot.commands.understand import understood
from bot.nlu.references import KNOWN
from bot.safety import examine
from content.topics import topic_of
from content.topics import topics as all_topics


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
        "article": None,
        "certainty": None,
        "problems": [],
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


@pytest.mark.parametrize(("value", "topic"), [(name, one.topic) for name, one in all_topics().by_reference.items()])
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


def test_where_it_would_ask_back_the_topic_is_the_likeliest() -> None:
    ranking = [{"name": "nlu_fallback", "confidence": 0.5}, {"name": "report_nhs_number", "confidence": 0.45}]
    made = made_of(intent=ranking[0], intent_ranking=ranking, certainty="ask")
    assert (made["topic"], made["intent"], made["confidence"]) == ("nhs_number", "nlu_fallback", 0.45)


def test_what_is_not_understood_is_out_of_scope() -> None:
    ranking = [{"name": "nlu_fallback", "confidence": 0.9}, {"name": "greet", "confidence": 0.1}]
    assert made_of(intent=ranking[0], intent_ranking=ranking, certainty="lost")["topic"] == "out_of_scope"


def test_every_problem_is_named_those_of_references_last() -> None:
    named = ["request_human", "report_gp_connection"]
    made = made_of(problems=named, entities=[reference("CID2012", True), reference("CID9999", False)])
    assert made["problems"] == ["request_human", "gp_connection", "login_disabled"]


def test_reasons_are_shown_only_where_they_were_asked_for() -> None:
    why = {"judged": "x", "repaired": [], "nearest": [], "clauses": []}
    assert "why" not in made_of()
    assert made_of(why=why, entities=[email("a@example.com")])["why"] == {"entities": [email("a@example.com")], **why}


def test_not_understood_is_no_topic_in_the_ranking() -> None:
    ranking = [{"name": "nlu_fallback", "confidence": 0.7}, {"name": "greet", "confidence": 0.1}]
    assert [one["topic"] for one in made_of(intent_ranking=ranking)["ranking"]] == ["greet"]


@pytest.mark.parametrize("parsed", [{"entities": None, "intent": None, "intent_ranking": None}])
def test_nulls_are_read_as_nothing(parsed: dict[str, Any]) -> None:
    assert made_of(**parsed)["topic"] is None


def test_the_topics_of_references_are_those_of_the_engines_parser() -> None:
    assert set(KNOWN) == set(all_topics().by_reference)
