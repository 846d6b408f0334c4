"""`make check` refuses words that have a plainer one, and reads no people's words."""

from __future__ import annotations

import pytest

from scripts.plain_words import EXEMPT, LIST, found, rules, written_by_us

WORDS = rules("# a comment\n\nparcel = delivery\nfor ever = forever\nname walk = step\n")
LISTED = rules(LIST.read_text("utf-8"))


def lines(text: str, name: str = "bot/a.py") -> list[int]:
    return [number for number, _, _ in found(written_by_us(name, text), WORDS)]


@pytest.mark.parametrize(
    "text", ["a parcel", "Parcels wait", "next_parcel", "parcel_id", "NextParcel", "PARCEL", "for ever", "For  ever"]
)
def test_a_word_is_found_in_sentences_and_in_parts_of_names(text: str) -> None:
    assert lines(text) == [1]


@pytest.mark.parametrize("text", ["parcelled", "a subparcel", "forever"])
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
    assert list(found("fine\n# two parcels\n", WORDS)) == [(2, "parcels", "delivery")]


def test_strings_of_tests_are_peoples_words_and_docstrings_are_ours() -> None:
    source = '"""A parcel."""\nsaid = "my parcel"\nname = f"parcel {said}"\nlong = (\n    "a parcel"\n)\n# parcel\n'
    assert lines(source, "tests/bot/test_a.py") == [1, 7]
    assert lines(source, "bot/a.py") == [1, 2, 3, 5, 7]


def test_examples_of_messages_are_peoples_words() -> None:
    topic = "nlu:\n- intent: ask\n  examples: |\n    - where is my parcel\n\n    - parcel\nresponses:\n  a: parcel\n"
    assert lines(topic, "data/nlu/a.yml") == [8]


def test_what_a_person_says_in_a_played_conversation_is_theirs() -> None:
    case = "- name: a_parcel\n  turns:\n  - says: my parcel\n    asks: parcel\n  - presses: Parcel\n"
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


@pytest.mark.parametrize(
    "text", ["written anew", "whoever", "a deed", "courier", "vain_asks", "a forged token", "_bell"]
)
def test_the_projects_list_has_the_words_that_only_we_knew(text: str) -> None:
    assert [better for _, _, better in found(text, LISTED) if better]


def test_no_better_word_is_itself_refused() -> None:
    assert [better for _, better in LISTED if list(found(better.replace("its own before", ""), LISTED))] == []


def test_a_line_of_another_form_is_an_error() -> None:
    with pytest.raises(ValueError, match="unpack"):
        rules("parcel\n")
