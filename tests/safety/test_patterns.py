"""Patterns over words: gaps are bounded, order counts unless it is said not to."""

from __future__ import annotations

import pytest

from bot.safety import lexicon
from bot.safety.patterns import Index, parse


def matched(line: str, text: str) -> list[int]:
    pattern = parse(line)
    index = Index(pattern.terms, {"@pain": ("hurt*", "ache")})
    places = pattern.places(index.places([(word,) for word in text.split()]))
    return [place for place in range(len(text.split())) if places >> place & 1]


@pytest.mark.parametrize(
    ("line", "text", "places"),
    [
        ("chest pain", "my chest pain", [1, 2]),
        ("chest pain", "chest is pain", []),
        ("chest ..2 @pain", "chest it really hurts", [0, 3]),
        ("chest ..1 @pain", "chest it really hurts", []),
        ("chest ~1 @pain", "hurting in chest", [0, 2]),
        ("chest ..1 @pain", "hurting in chest", []),
        ("one|two three", "two three four", [0, 1]),
    ],
)
def test_a_pattern_matches_words_within_its_gaps(line: str, text: str, places: list[int]) -> None:
    assert matched(line, text) == places


def test_every_line_of_the_lexicon_can_match() -> None:
    rules = [rule for rules in lexicon.load().rules.values() for rule in rules]
    kinds = {"medical", "medical_now", "self_harm", "danger", lexicon.HARMLESS}
    assert len(rules) > 1_000
    assert {rule.says for rule in rules} == kinds
    assert all(rule.pattern.terms and all(rule.pattern.terms) for rule in rules)
