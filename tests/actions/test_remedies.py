"""Remedies are responses, offered in order of number, each once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from actions.remedies import Remedy, next_remedy, remedies_of
from content.topics import topics as all_topics
from tests.actions.building import real_responses

RESPONSES = [
    "utter_remedy_gp_connection_cid7023_10_ask_again",
    "utter_remedy_gp_connection_cid7023_2_ask_the_surgery",
    "utter_remedy_gp_connection_cid7023_1_use_the_login",
    "utter_remedy_missing_security_code_1_check_spam",
    "utter_greet",
]


def test_remedies_come_in_order_of_number_not_of_letters() -> None:
    found = remedies_of("gp_connection_cid7023", RESPONSES)
    assert [remedy.number for remedy in found] == [1, 2, 10]


def test_a_remedy_has_a_name_in_words_and_its_response() -> None:
    assert remedies_of("missing_security_code", RESPONSES) == [
        Remedy(1, "check spam", "utter_remedy_missing_security_code_1_check_spam")
    ]


def test_an_article_whose_name_begins_another_does_not_take_its_remedies() -> None:
    assert remedies_of("gp_connection", RESPONSES) == []


def test_an_article_without_remedies_has_none() -> None:
    assert remedies_of("nhs_number", RESPONSES) == []


def test_signs_in_an_article_are_no_pattern() -> None:
    assert remedies_of(".*", RESPONSES) == []


def test_the_next_remedy_is_the_first_that_was_not_tried() -> None:
    remedy = next_remedy("gp_connection_cid7023", RESPONSES, ["use the login"])
    assert remedy is not None
    assert remedy.name == "ask the surgery"


def test_none_is_left_when_all_were_tried() -> None:
    assert next_remedy("missing_security_code", RESPONSES, ["check spam"]) is None


def test_a_step_tried_in_another_article_is_not_repeated() -> None:
    responses = ["utter_remedy_existing_account_1_create_it", "utter_remedy_lost_email_access_1_create_it"]
    assert next_remedy("lost_email_access", responses, ["create it"]) is None


@given(st.sampled_from(list(all_topics().articles)))
def test_walking_through_an_article_offers_every_remedy_once_and_ends(article: str) -> None:
    responses = list(real_responses())
    offered: list[Remedy] = []
    while remedy := next_remedy(article, responses, [one.name for one in offered]):
        offered.append(remedy)
    assert offered == remedies_of(article, responses)
