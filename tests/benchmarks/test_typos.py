"""Slips of the keyboard are repeatable and leave alone what is parsed."""

from __future__ import annotations

import re

import pytest

from benchmarks.evaluate.typos import KINDS, NEIGHBOURS, free_letters, with_slips

TEXT = "i cannot get my security code and the app is stuck"


def test_the_same_message_slips_the_same_way() -> None:
    assert with_slips(TEXT, 2) == with_slips(TEXT, 2)


def test_a_slip_changes_the_message() -> None:
    assert with_slips(TEXT, 1) != TEXT


def test_the_second_slip_comes_on_top_of_the_first() -> None:
    assert with_slips(TEXT, 2) not in (TEXT, with_slips(TEXT, 1))


@pytest.mark.parametrize("kept", ["CID7023", "jo.smith@example.com", "482913", "[password removed]", "07700"])
@pytest.mark.parametrize("number", range(20))
def test_references_emails_digits_and_markers_are_never_touched(kept: str, number: int) -> None:
    words = "abcdefghijklmnopqrstuvwxyz"[number : number + 5] + " here"
    assert kept in with_slips(f"{words} {kept} now", 2)


def test_a_message_without_free_letters_stays_as_it_is() -> None:
    assert with_slips("CID7023 12 👍", 2) == "CID7023 12 👍"


def test_a_message_of_one_letter_keeps_a_letter() -> None:
    assert re.search("[a-z]", with_slips("y", 2))


def test_all_kinds_of_slip_happen() -> None:
    lengths = {len(with_slips(f"{TEXT} {letter}", 1)) - len(TEXT) - 2 for letter in "abcdefghijklmnopqrst"}
    assert lengths == {-1, 0, 1}
    assert len(KINDS) == 5


def test_neighbours_are_beside_above_or_below() -> None:
    assert set(NEIGHBOURS["g"]) == set("fhtyvb")
    assert set(NEIGHBOURS["q"]) == set("wa")


def test_free_letters_are_letters_only() -> None:
    assert {"a b, c!"[place] for place in free_letters("a b, c!")} == {"a", "b", "c"}
