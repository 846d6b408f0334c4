"""What the assistant says is in files by language; English completes the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.responses import read_responses
from content.schema import Invalid


@pytest.fixture
def english(tmp_path: Path) -> Path:
    folder = tmp_path / "nlu"
    folder.mkdir()
    (folder / "talk.yml").write_text("responses:\n  utter_a:\n  - text: Hello.\n  utter_b:\n  - text: Goodbye.\n")
    return folder


def others(folder: Path, content: str) -> Path:
    (folder / "xx").mkdir()
    (folder / "xx" / "talk.yml").write_text(content)
    return folder


def test_a_language_says_what_it_has_and_the_rest_in_english(english: Path, tmp_path: Path) -> None:
    found = read_responses(english, "xx", others(tmp_path, "utter_a:\n- text: Hei.\n"))
    assert {name: variants[0]["text"] for name, variants in found.items()} == {"utter_a": "Hei.", "utter_b": "Goodbye."}


def test_a_language_without_files_is_said_in_english(english: Path, tmp_path: Path) -> None:
    assert read_responses(english, "xx", tmp_path) == read_responses(english)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("utter_c:\n- text: Hei.\n", "utter_c is no response in English, so that nobody says it"),
        ("utter_a: Hei.\n", "utter_a must be a list of variants, each with a text"),
        ("utter_a:\n- words: Hei.\n", "utter_a must be a list of variants, each with a text"),
    ],
)
def test_what_is_wrong_is_said_with_the_file(english: Path, tmp_path: Path, content: str, what: str) -> None:
    with pytest.raises(Invalid, match=r"talk\.yml") as wrong:
        read_responses(english, "xx", others(tmp_path, content))
    assert what in str(wrong.value)
