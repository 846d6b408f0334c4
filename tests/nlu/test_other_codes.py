"""Codes of other kinds are repeated exactly as written; ordinary words with digits are none."""

from __future__ import annotations

import pytest

from bot.nlu.references import find_references

CODES = [
    ("it says 3FXQRT", "3FXQRT"),
    ("The code displayed is NL-0047-Q. What is it?", "NL-0047-Q"),
    ("ref is HX92-LLP", "HX92-LLP"),
    ("SCREEN SAYS ZK7-40P", "ZK7-40P"),
    ("error 500", "500"),
    ("its says error E-402", "E-402"),
    ("theres a code K9K9 on it", "K9K9"),
    ("ref BBL-7 at the top", "BBL-7"),
    ("reference number 4471902", "4471902"),
    ("ZZT9 it says in the corner", "ZZT9"),
    ("NL-30917", "NL-30917"),
    ("Not CID7023. It reads CID7032.", "CID7032"),
    ("CODE ON SCREEN IS 20-12-B", "20-12-B"),
]
NONE = [
    "I have an iphone 14 and it says nothing",
    "my practice code is A81001",
    "my postcode is LS7 0TW",
    "it came at 10am",
    "error 2024",
    "my flat is 7B",
    "case number K7M-4PQ",
    "room B12 at the hospital",
    "covid19 jab",
    "it says 2 days",
    "I tried 5 times",
    "write to a1b2@example.com",
]


@pytest.mark.parametrize(("text", "code"), CODES)
def test_a_code_is_read_as_written(text: str, code: str) -> None:
    (found,) = find_references(text)
    assert (found.value, found.known) == (code, False)


@pytest.mark.parametrize("text", NONE)
def test_other_words_with_digits_are_no_codes(text: str) -> None:
    assert find_references(text) == []
