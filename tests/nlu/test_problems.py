"""Which problems a message names: from the whole, from its clauses, without what it denies."""

from __future__ import annotations

from bot.nlu.problems import LIKELY, SURE, Opinion, problems

CODE, GP, DISABLED, HUMAN = (
    "report_missing_security_code",
    "report_gp_connection",
    "report_login_disabled",
    "request_human",
)


def whole(*pairs: tuple[str, float]) -> list[Opinion]:
    return [Opinion("the whole", intent, confidence) for intent, confidence in pairs]


def part(text: str, intent: str, confidence: float = 1.0) -> Opinion:
    return Opinion(text, intent, confidence)


def test_small_talk_names_no_problem() -> None:
    assert problems(whole(("greet", 1.0)), []) == []


def test_the_whole_names_one() -> None:
    assert problems(whole((GP, 0.4)), []) == [GP]


def test_a_sure_clause_names_another_and_the_more_urgent_comes_first() -> None:
    parts = [part("surgery does not connect", GP), part("no code comes", CODE)]
    assert problems(whole((GP, 0.9)), parts) == [CODE, GP]


def test_an_unsure_clause_names_nothing() -> None:
    assert problems(whole((GP, 0.9)), [part("the thing again", CODE, SURE - 0.01)]) == [GP]


def test_a_request_for_a_person_comes_before_problems() -> None:
    assert problems(whole((HUMAN, 0.9)), [part("no code comes", CODE)]) == [HUMAN, CODE]


def test_a_clause_alone_asks_for_nobody() -> None:
    assert problems(whole((CODE, 0.9)), [part("it said to contact support", HUMAN)]) == [CODE]


def test_a_denied_problem_gives_way_to_the_one_that_a_clause_names() -> None:
    parts = [part("my account isn't locked", DISABLED), part("I never get the code", CODE)]
    assert problems(whole((DISABLED, 0.9), (CODE, 0.1)), parts) == [CODE]


def test_a_denied_problem_gives_way_to_the_next_likeliest() -> None:
    parts = [part("my account isn't locked", DISABLED), part("it is the other thing", "greet")]
    assert problems(whole((DISABLED, 0.9), (CODE, LIKELY)), parts) == [CODE]


def test_a_denied_problem_stays_where_nothing_else_is_likely() -> None:
    parts = [part("my account isn't locked", DISABLED), part("it says so though", "greet")]
    assert problems(whole((DISABLED, 0.9), (CODE, LIKELY - 0.01)), parts) == [DISABLED]
