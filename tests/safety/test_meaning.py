"""Windows: the pieces of a message that are looked at on their own; few, short, and nothing left out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.safety.meaning import LONGEST_WINDOW, windows


def test_a_single_clause_has_no_windows() -> None:
    assert windows("my dad has collapsed") == []


def test_clauses_are_windows_of_their_own() -> None:
    assert windows("The code never came. My dad has collapsed") == ["the code never came", "my dad has collapsed"]


def test_a_clause_of_one_or_two_words_is_no_window() -> None:
    assert windows("Hello. My dad has collapsed. Please help me now") == ["my dad has collapsed", "please help me now"]


def test_a_long_clause_is_cut() -> None:
    pieces = windows("word " * 50)
    assert [len(piece.split()) for piece in pieces] == [22, 22, 6]


@given(st.lists(st.sampled_from(["help", "me", "now", "and", ".", "\n", ", so", "x" * 40]), max_size=400).map(" ".join))
def test_no_window_is_longer_than_can_be_looked_at(text: str) -> None:
    assert all(len(piece.split()) <= LONGEST_WINDOW for piece in windows(text))
