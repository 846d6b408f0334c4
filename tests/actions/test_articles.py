"""Which article a problem belongs to: a known reference decides, and an unknown one is never guessed."""

from __future__ import annotations

import pytest

from actions.articles import (
    ARTICLE_OF_REFERENCE,
    OTHER_TOPIC,
    TOPIC_OF_INTENT,
    Problem,
    problem_in,
    problem_of,
)
from actions.names import NO_REFERENCE, Article, Intent
from bot.nlu.references import KNOWN
from tests.actions.building import Situation

FACTS = [
    ("CID7023", "gp_connection", Article.GP_CONNECTION_CID7023),
    ("CID7029", "gp_connection", Article.GP_CONNECTION_CID7029),
    ("CID2011", "nhs_number", Article.NHS_NUMBER),
    ("CID2012", "login_disabled", Article.LOGIN_DISABLED_CID2012),
    ("CID2014", "login_unavailable", Article.LOGIN_UNAVAILABLE),
]


@pytest.mark.parametrize(("reference", "topic", "article"), FACTS)
@pytest.mark.parametrize("said_topic", ["missing_security_code", OTHER_TOPIC])
def test_a_known_reference_decides_over_the_topic(
    reference: str, topic: str, article: Article, said_topic: str
) -> None:
    assert problem_of(said_topic, reference) == Problem(topic, reference, article)


def test_understanding_and_articles_know_the_same_references() -> None:
    assert set(ARTICLE_OF_REFERENCE) == set(KNOWN)


@pytest.mark.parametrize("topic", [*TOPIC_OF_INTENT.values(), OTHER_TOPIC])
@pytest.mark.parametrize("reference", ["CID9999", "3CFJWD", "CID70232"])
def test_an_unknown_reference_has_an_article_of_its_own(topic: str, reference: str) -> None:
    assert problem_of(topic, reference) == Problem(topic, reference, Article.UNKNOWN_REFERENCE)


@pytest.mark.parametrize("topic", TOPIC_OF_INTENT.values())
@pytest.mark.parametrize("reference", [None, NO_REFERENCE])
def test_without_a_reference_the_topic_names_the_article(topic: str, reference: str | None) -> None:
    assert problem_of(topic, reference) == Problem(topic, reference, Article(topic))


def test_another_topic_without_a_reference_is_for_a_person() -> None:
    assert problem_of(OTHER_TOPIC, None).article is Article.HUMAN


def test_a_code_by_phone_has_an_article_of_its_own() -> None:
    assert problem_of("missing_security_code", None, by_phone=True).article is Article.CODE_BY_PHONE


def test_a_phone_changes_no_other_topic() -> None:
    assert problem_of("gp_connection", None, by_phone=True).article is Article.GP_CONNECTION


@pytest.mark.parametrize(("intent", "topic"), TOPIC_OF_INTENT.items())
def test_every_complaint_is_a_problem(intent: Intent, topic: str) -> None:
    heard = Situation(intent=intent).heard()
    assert problem_in(heard, None, None) == Problem(topic, None, Article(topic))


def test_every_report_of_the_domain_has_a_topic() -> None:
    reports = {intent for intent in Intent if intent.value.startswith("report_")} - {Intent.REPORT_MEDICAL}
    assert reports <= set(TOPIC_OF_INTENT)


@pytest.mark.parametrize("intent", [None, *sorted(set(Intent) - set(TOPIC_OF_INTENT))])
def test_other_words_name_no_problem(intent: Intent | None) -> None:
    assert problem_in(Situation(intent=intent).heard(), "gp_connection", None) is None


def test_a_reference_alone_keeps_the_topic_that_is_open() -> None:
    heard = Situation(intent=Intent.GIVE_REFERENCE, references=[("CID9999", False)]).heard()
    assert problem_in(heard, "nhs_number", None) == Problem("nhs_number", "CID9999", Article.UNKNOWN_REFERENCE)


def test_a_reference_without_any_topic_is_another_topic() -> None:
    heard = Situation(intent=Intent.GIVE_REFERENCE, references=[("CID9999", False)]).heard()
    assert problem_in(heard, None, None) == Problem(OTHER_TOPIC, "CID9999", Article.UNKNOWN_REFERENCE)


def test_a_known_reference_decides_over_the_words_around_it() -> None:
    heard = Situation(intent=Intent.REPORT_MISSING_SECURITY_CODE, references=[("CID2014", True)]).heard()
    assert problem_in(heard, None, None) == Problem("login_unavailable", "CID2014", Article.LOGIN_UNAVAILABLE)


def test_of_two_references_the_known_one_decides() -> None:
    references = [("CID9999", False), ("CID2011", True)]
    heard = Situation(intent=Intent.GIVE_REFERENCE, references=references).heard()
    problem = problem_in(heard, None, None)
    assert problem == Problem("nhs_number", "CID2011", Article.NHS_NUMBER)


def test_the_same_topic_again_keeps_its_reference() -> None:
    heard = Situation(intent=Intent.REPORT_GP_CONNECTION).heard()
    problem = problem_in(heard, "gp_connection", "CID7023")
    assert problem == Problem("gp_connection", "CID7023", Article.GP_CONNECTION_CID7023)


def test_another_topic_drops_the_reference() -> None:
    heard = Situation(intent=Intent.REPORT_LOGIN_DISABLED).heard()
    problem = problem_in(heard, "gp_connection", "CID7023")
    assert problem == Problem("login_disabled", None, Article.LOGIN_DISABLED)


def test_a_complaint_of_a_code_by_phone_is_heard_as_one() -> None:
    heard = Situation("no sms code", Intent.REPORT_MISSING_SECURITY_CODE, channels=["text"]).heard()
    problem = problem_in(heard, None, None)
    assert problem is not None
    assert problem.article is Article.CODE_BY_PHONE
