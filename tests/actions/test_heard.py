"""What a person's message says is read from Rasa's tracker, whatever is missing in it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from actions.message import ENGLAND, Reference, hear
from actions.names import Intent
from tests.actions.building import Situation


def test_an_empty_message_says_nothing() -> None:
    heard = hear({})
    assert (heard.text, heard.intent, heard.ranking) == ("", None, ())
    assert (heard.references, heard.emails, heard.choosing) == ((), (), frozenset())


@pytest.mark.parametrize("message", [{"text": None, "entities": None, "intent": None, "metadata": None}])
def test_nulls_are_read_as_nothing(message: dict[str, Any]) -> None:
    assert hear(message).text == ""
    assert hear(message).intent is None


def test_an_intent_of_the_domain_is_named() -> None:
    assert hear({"intent": {"name": "affirm"}}).intent is Intent.AFFIRM


@pytest.mark.parametrize("name", ["restart", "", None])
def test_an_intent_that_is_not_ours_is_none(name: str | None) -> None:
    assert hear({"intent": {"name": name}}).intent is None


def test_the_ranking_keeps_its_order_and_leaves_out_the_nameless() -> None:
    ranking = [{"name": "deny"}, {"name": None}, {"name": "affirm"}]
    assert hear({"intent_ranking": ranking}).ranking == ("deny", "affirm")


def test_references_are_known_or_not() -> None:
    heard = Situation(references=[("CID7023", True), ("CID9999", False)]).heard()
    assert heard.references == (Reference("CID7023", known=True), Reference("CID9999", known=False))


def test_a_reference_that_does_not_say_whether_it_is_known_is_not() -> None:
    heard = hear({"entities": [{"entity": "reference", "value": "CID7023"}]})
    assert heard.references == (Reference("CID7023", known=False),)


def test_the_last_of_several_emails_counts_because_it_corrects_the_others() -> None:
    assert Situation(emails=["old@example.com", "new@example.com"]).heard().email == "new@example.com"


def test_no_email_is_none() -> None:
    assert Situation(text="my email is secret").heard().email is None


def test_a_code_by_text_or_call_is_by_phone() -> None:
    assert Situation(text="no text with the code", channels=["text"]).heard().choosing


@pytest.mark.parametrize(
    "text", ["no text and no email", "not in my inbox or by text", "e-mail nor call", "spam, or text"]
)
def test_words_of_email_beside_it_leave_the_code_an_email_one(text: str) -> None:
    assert not Situation(text=text, channels=["text"]).heard().choosing


@pytest.mark.parametrize(("text", "pressed"), [("/affirm", True), ("yes", False), ("", False)])
def test_only_a_payload_is_a_pressed_button(text: str, pressed: bool) -> None:
    assert Situation(text=text).heard().pressed is pressed


def test_the_clock_of_the_bot_counts() -> None:
    assert Situation(now="2026-06-02T14:00:30").heard().now == datetime(2026, 6, 2, 14, 0, 30)


def test_the_zone_of_the_clock_is_dropped() -> None:
    assert Situation(now="2026-06-02T14:00:00+01:00").heard().now == datetime(2026, 6, 2, 14)


def test_without_a_clock_it_is_now_in_england() -> None:
    now = datetime.now(ENGLAND).replace(tzinfo=None)
    heard = Situation(now=None).heard().now
    assert heard.tzinfo is None
    assert timedelta(0) <= heard - now < timedelta(minutes=1)
