"""Which article a problem belongs to: a known reference decides, and an unknown one is never guessed."""

from __future__ import annotations

import pytest

from actions.articles import Problem, problem_in, problem_of, topic_words
from actions.names import NO_REFERENCE, Intent
from bot.nlu.references import KNOWN
from content.topics import OTHER
from content.topics import topics as all_topics
from tests.actions.building import Situation

FACTS = [
    ("CID7023", "gp_connection", "gp_connection_cid7023"),
    ("CID7029", "gp_connection", "gp_connection_cid7029"),
    ("CID2011", "nhs_number", "nhs_number"),
    ("CID2012", "login_disabled", "login_disabled_cid2012"),
    ("CID2014", "login_unavailable", "login_unavailable"),
]


@pytest.mark.parametrize(("reference", "topic", "article"), FACTS)
@pytest.mark.parametrize("said_topic", ["missing_security_code", OTHER])
def test_a_known_reference_decides_over_the_topic(reference: str, topic: str, article: str, said_topic: str) -> None:
    assert problem_of(said_topic, reference) == Problem(topic, reference, article)


def test_understanding_and_articles_know_the_same_references() -> None:
    assert set(all_topics().by_reference) == set(KNOWN)


@pytest.mark.parametrize("topic", [*all_topics().by_name, OTHER])
@pytest.mark.parametrize("reference", ["CID9999", "3CFJWD", "CID70232"])
def test_an_unknown_reference_has_an_article_of_its_own(topic: str, reference: str) -> None:
    assert problem_of(topic, reference) == Problem(topic, reference, "unknown_reference")


@pytest.mark.parametrize("topic", all_topics().by_name)
@pytest.mark.parametrize("reference", [None, NO_REFERENCE])
def test_without_a_reference_the_topic_names_the_article(topic: str, reference: str | None) -> None:
    assert problem_of(topic, reference) == Problem(topic, reference, topic)


def test_another_topic_without_a_reference_is_for_a_person() -> None:
    assert problem_of(OTHER, None).article == "human"


def test_a_code_by_phone_has_an_article_of_its_own() -> None:
    assert problem_of("missing_security_code", None, frozenset({"code_channel"})).article == "code_by_phone"


def test_a_phone_changes_no_other_topic() -> None:
    assert problem_of("gp_connection", None, frozenset({"code_channel"})).article == "gp_connection"


@pytest.mark.parametrize("topic", all_topics().by_name)
def test_every_complaint_is_a_problem(topic: str) -> None:
    heard = Situation(intent=all_topics().by_name[topic].intent).heard()
    assert problem_in(heard, None, None) == Problem(topic, None, topic)


@pytest.mark.parametrize("intent", [None, *Intent])
def test_other_words_name_no_problem(intent: Intent | None) -> None:
    assert problem_in(Situation(intent=intent).heard(), "gp_connection", None) is None


def test_a_reference_alone_keeps_the_topic_that_is_open() -> None:
    heard = Situation(intent=Intent.GIVE_REFERENCE, references=[("CID9999", False)]).heard()
    assert problem_in(heard, "nhs_number", None) == Problem("nhs_number", "CID9999", "unknown_reference")


def test_a_reference_without_any_topic_is_another_topic() -> None:
    heard = Situation(intent=Intent.GIVE_REFERENCE, references=[("CID9999", False)]).heard()
    assert problem_in(heard, None, None) == Problem(OTHER, "CID9999", "unknown_reference")


def test_a_known_reference_decides_over_the_words_around_it() -> None:
    heard = Situation(intent="report_missing_security_code", references=[("CID2014", True)]).heard()
    assert problem_in(heard, None, None) == Problem("login_unavailable", "CID2014", "login_unavailable")


def test_of_two_references_the_known_one_decides() -> None:
    references = [("CID9999", False), ("CID2011", True)]
    heard = Situation(intent=Intent.GIVE_REFERENCE, references=references).heard()
    problem = problem_in(heard, None, None)
    assert problem == Problem("nhs_number", "CID2011", "nhs_number")


def test_the_same_topic_again_keeps_its_reference() -> None:
    heard = Situation(intent="report_gp_connection").heard()
    problem = problem_in(heard, "gp_connection", "CID7023")
    assert problem == Problem("gp_connection", "CID7023", "gp_connection_cid7023")


def test_another_topic_drops_the_reference() -> None:
    heard = Situation(intent="report_login_disabled").heard()
    problem = problem_in(heard, "gp_connection", "CID7023")
    assert problem == Problem("login_disabled", None, "login_disabled")


def test_a_complaint_of_a_code_by_phone_is_heard_as_one() -> None:
    heard = Situation("no sms code", "report_missing_security_code", channels=["text"]).heard()
    problem = problem_in(heard, None, None)
    assert problem is not None
    assert problem.article == "code_by_phone"


def test_a_topic_is_named_in_words() -> None:
    assert topic_words("gp_connection") == "a problem connecting to your GP surgery"


def test_without_a_topic_it_is_something_else() -> None:
    assert topic_words(OTHER) == "something else"
