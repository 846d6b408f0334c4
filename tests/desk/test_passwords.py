"""Passwords are hashed with argon2id; obvious ones are refused."""

from __future__ import annotations

import asyncio

import pytest
from argon2 import PasswordHasher
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.accounts.passwords import Passwords, weakness
from bot.storage.database import Database
from tests.desk.building import PASSWORD, QUICK, Office

SLOWER = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)


def test_a_hash_is_argon2id_with_safe_costs_by_default() -> None:
    hashed = asyncio.run(Passwords().hash(PASSWORD))
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_only_the_right_password_matches() -> None:
    passwords = Passwords(QUICK)
    hashed = asyncio.run(passwords.hash(PASSWORD))
    tried = [PASSWORD, PASSWORD + " ", PASSWORD.upper(), "", "x" * 100_000]
    assert [asyncio.run(passwords.verify(hashed, one)) for one in tried] == [True, False, False, False, False]


@pytest.mark.parametrize("hashed", [None, "", "nonsense", "$argon2id$v=19$m=8,t=1,p=1$AAAA$AAAA"])
def test_where_there_is_no_hash_nothing_matches(hashed: str | None) -> None:
    assert not asyncio.run(Passwords(QUICK).verify(hashed, PASSWORD))


def test_a_password_matches_however_a_keyboard_composes_it() -> None:
    passwords = Passwords(QUICK)
    hashed = asyncio.run(passwords.hash("caf\u00e9 umbrella \u2460"))
    assert asyncio.run(passwords.verify(hashed, "cafe\u0301 umbrella 1"))


def test_a_hash_of_lower_costs_is_renewed_at_the_next_sign_in(sqlite: Database) -> None:
    office = Office(sqlite, hasher=SLOWER)
    sam = office.person()
    assert "t=1" in office.account(sam.login).password_hash
    sam.signs_in()
    assert "t=2" in office.account(sam.login).password_hash
    assert sam.at_another_browser().signs_in().is_in()


@pytest.mark.parametrize(
    "password",
    [
        "umbrella canal teapot",
        "dT7$kqP2!vZx",
        "839201746552",
        "839201746552a",
        "password manager of my aunt",
        "wörter sind schön",
        "x" * 3 + "umbrella9",
        "a1b2" * 3 + "zebra",
        "umbrella" * 25,
    ],
)
def test_a_long_unobvious_password_is_taken(password: str) -> None:
    assert weakness(password, "sam@example.org", "Sam Okafor") == ""


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "x" * 201,
        "aaaaaaaaaaaa",
        "abababababab",
        "123456789012",
        "abcdefghijklmnop",
        "qwertyuiop123",
        "password1234",
        "Password!!!!!!",
        "P@ssw0rd2026",
        "passwordpassword",
        "welcome123456",
        "NHSLogin2026!",
        "letmein letmein",
        "sam@example.org",
        "SAM OKAFOR 123",
        "sam_okafor_99",
    ],
)
def test_an_obvious_password_is_refused(password: str) -> None:
    assert weakness(password, "sam@example.org", "Sam Okafor") != ""


@settings(deadline=None)
@given(st.text(max_size=250), st.text(max_size=80), st.text(max_size=60))
def test_any_text_gets_an_answer(password: str, login: str, name: str) -> None:
    sentence = weakness(password, login, name)
    assert sentence == "" or sentence.endswith(".")
    assert sentence or 12 <= len(password) <= 200
