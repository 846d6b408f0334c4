"""Spelling is repaired with the words that people use here; what English knows stays as it is."""

from __future__ import annotations

import pytest

from bot.nlu.spelling import Speller, english_words, sound

MESSAGES = [
    *["the security code never came to my email"] * 40,
    *["I have not received the password for my account"] * 30,
    *["my surgery is not linked, the number is wrong"] * 20,
    *["my acount is locked"] * 4,
    *["my airmid login"] * 4,
]


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller.learn(MESSAGES, english_words())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("scurity cdoe", "security code"),
        ("resived", "received"),
        ("pasword", "password"),
        ("coad", "code"),
        ("emale", "email"),
        ("surgry", "surgery"),
        ("acount", "account"),
        ("thecode", "the code"),
        ("neverrr", "never"),
    ],
)
def test_a_slip_is_repaired(speller: Speller, typed: str, meant: str) -> None:
    assert speller.repair(typed) == meant


@pytest.mark.parametrize("word", ["gmail", "theyll", "airmid", "load", "CID7023", "x", "", "7023", "cod"])
def test_a_word_that_is_none_stays(speller: Speller, word: str) -> None:
    assert speller.repair(word) == word


def test_everything_around_a_word_stays(speller: Speller) -> None:
    assert speller.repair("My  pasword,\nnot YOURS!") == "My  password,\nnot YOURS!"


def test_a_misspelling_that_many_people_make_is_no_word(speller: Speller) -> None:
    assert "acount" not in speller.targets
    assert "airmid" in speller.targets


def test_repairs_are_told(speller: Speller) -> None:
    assert speller.repairs("my pasword is wrong") == [("pasword", "password")]


@pytest.mark.parametrize(("one", "other"), [("resived", "received"), ("coad", "code"), ("fone", "phone")])
def test_words_that_sound_alike_share_a_key(one: str, other: str) -> None:
    assert sound(one) == sound(other)
