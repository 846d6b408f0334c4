"""A message is judged by its words; references and emails stand only for their kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.judged_words import EMAIL_WORDS, REFERENCE_WORDS, judged_words


@pytest.mark.parametrize(
    ("text", "judged"),
    [
        ("cant connect CID7023, ann@example.com", "cant connect error code, email address"),
        ("CID7023", "error code"),
        ("cid 9999 and c.i.d. 2014", "error code and error code"),
        ("jo dot smith at example dot com", "email address"),
        ("jo@example.com or al@example.org?", "email address or email address?"),
        ("hello there", "hello there"),
        ("", ""),
    ],
)
def test_references_and_emails_are_replaced_by_words_for_their_kind(text: str, judged: str) -> None:
    assert judged_words(text) == judged


def test_a_reference_inside_an_email_is_part_of_the_email() -> None:
    assert judged_words("write to cid2014@example.com") == "write to email address"


def test_judging_twice_changes_nothing() -> None:
    once = judged_words("it says CID7023 for jo@example.com")
    assert judged_words(once) == once


@given(st.text(max_size=300))
def test_no_text_makes_it_fail(text: str) -> None:
    assert isinstance(judged_words(text), str)


@given(st.lists(st.sampled_from(["CID7023", "jo@example.com", "hello", ",", "cid 2014", "\n", "é"]), max_size=20))
def test_no_reference_and_no_email_is_left(pieces: list[str]) -> None:
    judged = judged_words(" ".join(pieces))
    assert "7023" not in judged
    assert "@" not in judged


def test_the_words_for_the_kinds_are_themselves_neither() -> None:
    assert judged_words(f"{EMAIL_WORDS} {REFERENCE_WORDS}") == f"{EMAIL_WORDS} {REFERENCE_WORDS}"
