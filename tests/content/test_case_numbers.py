"""Case numbers can be read aloud, and are found again however they are typed."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.case_numbers import DIGITS, LETTERS, find_case_number, new_case_number


def test_a_case_number_is_made_of_the_characters_that_are_chosen() -> None:
    assert new_case_number(lambda characters: characters[0]) == "B2B-2BB"


def test_case_numbers_differ() -> None:
    assert len({new_case_number() for _ in range(200)}) > 195


def test_no_character_looks_like_another() -> None:
    assert not set("01OIL") & set(LETTERS + DIGITS)


@pytest.mark.parametrize(
    "typed",
    [
        "K7M-4PQ",
        "k7m-4pq",
        "k7m 4pq",
        "K7M4PQ",
        "my case is k7m4pq.",
        "case number: K7M - 4PQ please",
        "K7M\u20134PQ",
        "k 7 m 4 p q",
        "k-7-m-4-p-q",
        "(K7M-4PQ)",
    ],
)
def test_a_case_number_is_found_however_it_is_typed(typed: str) -> None:
    assert find_case_number(typed) == "K7M-4PQ"


@pytest.mark.parametrize(
    "text", ["", "CID7023", "K7M-4P", "K7M-4PQR", "AK7M-4PQ", "K0M-4PQ", "SW1A 1AA", "0K7M4PQ", "hello"]
)
def test_other_words_are_no_case_numbers(text: str) -> None:
    assert find_case_number(text) is None


@given(st.randoms(use_true_random=False), st.sampled_from(["-", " ", ""]), st.booleans())
def test_every_case_number_is_found_again(chance: random.Random, hyphen: str, lower: bool) -> None:
    number = new_case_number(chance.choice)
    assert re.fullmatch(r"[A-Z]\d[A-Z]-\d[A-Z]{2}", number)
    typed = number.replace("-", hyphen)
    assert find_case_number(f"it is {typed.lower() if lower else typed}, thanks") == number


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    found = find_case_number(text)
    assert found is None or len(found) == 7
