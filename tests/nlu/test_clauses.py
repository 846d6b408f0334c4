"""A message in parts, and what a part denies."""

from __future__ import annotations

import pytest

from bot.nlu.clauses import MOST, clauses, denies

CODE, GP, EMAIL = "report_missing_security_code", "report_gp_connection", "lost_email_access"
DISABLED, NUMBER = "report_login_disabled", "report_nhs_number"


def test_a_message_of_one_clause_has_no_parts() -> None:
    assert clauses("my surgery does not connect") == []


@pytest.mark.parametrize("joint", [" and ", ", ", ". ", " but ", " plus ", "; ", " - ", " & ", " n ", " as well as "])
def test_clauses_are_found_however_they_are_joined(joint: str) -> None:
    assert clauses(f"no code comes{joint}my surgery is not linked") == ["no code comes", "my surgery is not linked"]


def test_a_single_word_is_no_clause() -> None:
    assert clauses("Hello. My surgery is not linked. Why? The code never came") == [
        "My surgery is not linked",
        "The code never came",
    ]


def test_only_so_many_clauses_are_looked_at() -> None:
    assert len(clauses("this is one, " * 50)) == MOST


@pytest.mark.parametrize(
    ("clause", "intent"),
    [
        ("my account isn't locked", DISABLED),
        ("nobody has disabled it", DISABLED),
        ("the code comes fine", CODE),
        ("it's not the code", CODE),
        ("it isn't about the codes", CODE),
        ("my doctors are connected", GP),
        ("it's not my gp", GP),
        ("my nhs number is correct", NUMBER),
        ("my emails are fine", EMAIL),
        ("I can get in my emails no bother", EMAIL),
        ("I can still get into it", EMAIL),
    ],
)
def test_a_clause_denies_a_problem(clause: str, intent: str) -> None:
    assert denies(clause, intent)


@pytest.mark.parametrize(
    ("clause", "intent"),
    [
        ("my account is locked", DISABLED),
        ("I never got the code", CODE),
        ("the code will not arrive", CODE),
        ("the code doesn't come", CODE),
        ("my surgery cannot be connected", GP),
        ("it's not linked to my surgery", GP),
        ("nhs number is not right", NUMBER),
        ("cannot open my email", EMAIL),
        ("my account isn't locked", CODE),
        ("hello", "greet"),
    ],
)
def test_a_clause_that_names_a_problem_does_not_deny_it(clause: str, intent: str) -> None:
    assert not denies(clause, intent)
