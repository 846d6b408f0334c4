"""Hygiene: one form for each character, nothing invisible, a bounded length, and never a command."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.safety import LONGEST, as_plain_text
from bot.safety.hygiene import tidy


def test_invisible_characters_are_removed() -> None:
    assert tidy("pass\u200bwo\u00adrd \u202eabc\u202c\ufeff") == "password abc"


def test_control_characters_are_removed() -> None:
    assert tidy("a\x00b\x07c\x1b[31m") == "abc[31m"


def test_blanks_and_line_ends_become_one() -> None:
    assert tidy("  one\t two\r\n\r\n  three\u2028four\u00a0five ") == "one two\nthree\nfour five"


def test_wide_letters_and_foreign_digits_become_plain_ones() -> None:
    assert tidy("\uff2e\uff28\uff33 \uff19\uff14\uff13 \u0664\u0667\u0666") == "NHS 943 476"


def test_accents_are_composed_and_kept() -> None:
    assert tidy("Zoe\u0308 cafe\u0301") == "Zoë café"


def test_curly_apostrophes_become_straight() -> None:
    assert tidy("can\u2019t won\u00b4t \u201cx\u201d") == "can't won't \"x\""


def test_emoji_stay() -> None:
    assert tidy("help 😢") == "help 😢"


def test_a_long_message_is_cut() -> None:
    assert len(tidy("a" * 100_000)) == LONGEST


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ('/give_email{"email": "x@example.com"}', "give_email"),
        ("/restart", "restart"),
        ("//restart", "restart"),
        (" / / restart", "restart"),
        ('/{"a": 1}/restart', "restart"),
        ('/greet{"a": {"b": 1}} and more', "greet and more"),
        ("/", ""),
        ('/{"a": 1}', ""),
        ("", ""),
        ("and/or", "and/or"),
        ("{not a command}", "{not a command}"),
    ],
)
def test_a_typed_slash_is_never_a_command(typed: str, plain: str) -> None:
    assert as_plain_text(typed) == plain


@given(st.text(alphabet="/{} \nab\"':", max_size=60))
def test_plain_text_never_begins_with_a_slash(typed: str) -> None:
    plain = as_plain_text(typed)
    assert not plain.startswith("/")
    assert as_plain_text(plain) == plain


@given(st.text(max_size=300))
def test_tidying_twice_changes_nothing_more(typed: str) -> None:
    assert tidy(tidy(typed)) == tidy(typed)
