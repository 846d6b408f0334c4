"""`make check` refuses words that have a plainer one, and reads no people's words."""

from __future__ import annotations

import pytest

from scripts.plain_words import EXEMPT, LIST, found, rules, written_by_us

WORDS = rules("# a comment\n\ngizmo = delivery\nby and by = later\nname walk = step\n")
LISTED = rules(LIST.read_text("utf-8"))


def lines(text: str, name: str = "bot/a.py") -> list[int]:
    return [number for number, _, _ in found(written_by_us(name, text), WORDS)]


@pytest.mark.parametrize(
    "text", ["a gizmo", "Gizmos wait", "next_gizmo", "gizmo_id", "NextGizmo", "GIZMO", "by and by", "By  and by"]
)
def test_a_word_is_found_in_sentences_and_in_parts_of_names(text: str) -> None:
    assert lines(text) == [1]


@pytest.mark.parametrize("text", ["gizmoed", "a subgizmo", "lobby and byte"])
def test_another_word_that_contains_it_is_not(text: str) -> None:
    assert lines(text) == []


@pytest.mark.parametrize(
    "text", ["def walk(self):", "class Walk:", "walk_over = 1", "next_walk", "walk = 1", "WALK = 1"]
)
def test_a_word_for_names_is_found_in_names(text: str) -> None:
    assert lines(text) == [1]


@pytest.mark.parametrize("text", ["she can walk home", "ast.walk(tree)", "random_walks", "if walk == 1", "walker = 1"])
def test_a_word_for_names_is_free_in_sentences_and_in_calls_of_others(text: str) -> None:
    assert lines(text) == []


def test_each_place_has_its_line_its_word_and_the_better_one() -> None:
    assert list(found("fine\n# two gizmos\n", WORDS)) == [(2, "gizmos", "delivery")]


def test_strings_of_tests_are_peoples_words_and_docstrings_are_ours() -> None:
    source = '"""A gizmo."""\nsaid = "my gizmo"\nname = f"gizmo {said}"\nlong = (\n    "a gizmo"\n)\n# gizmo\n'
    assert lines(source, "tests/bot/test_a.py") == [1, 7]
    assert lines(source, "bot/a.py") == [1, 2, 3, 5, 7]


def test_examples_of_messages_are_peoples_words() -> None:
    topic = "nlu:\n- intent: ask\n  examples: |\n    - where is my gizmo\n\n    - gizmo\nresponses:\n  a: gizmo\n"
    assert lines(topic, "data/nlu/a.yml") == [8]


def test_what_a_person_says_in_a_played_conversation_is_theirs() -> None:
    case = "- name: a_gizmo\n  turns:\n  - says: my gizmo\n    asks: gizmo\n  - presses: Gizmo\n"
    assert lines(case, "tests/conversations/cases/a.yml") == [1, 4]


@pytest.mark.parametrize(
    "name",
    [
        "data/safety/harmless.tsv",
        "tests/understanding/replies.yml",
        "tests/browser/vendor/axe.js",
        "tests/channels/slack/payloads/text.json",
        "bot/storage/migrations/versions/0001_first_tables.py",
        "docs/conversations.md",
    ],
)
def test_what_others_wrote_and_applied_migrations_are_exempt(name: str) -> None:
    assert EXEMPT.match(name)


@pytest.mark.parametrize("name", ["docs/desk.md", "bot/storage/migrations/env.py", "tests/safety/test_patterns.py"])
def test_all_else_is_read(name: str) -> None:
    assert not EXEMPT.match(name)


@pytest.mark.parametrize("text", ["a courier", "vain_asks", "_bell", "class Wish"])
def test_the_projects_list_has_the_words_that_only_we_knew(text: str) -> None:
    assert [better for _, _, better in found(text, LISTED) if better]


def test_no_better_word_is_itself_refused() -> None:
    assert [better for _, better in LISTED if list(found(better.replace("its own before", ""), LISTED))] == []


def test_a_line_of_another_form_is_an_error() -> None:
    with pytest.raises(ValueError, match="unpack"):
        rules("gizmo\n")
