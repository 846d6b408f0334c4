"""The phrases of `data/phrases/`: what a file may hold, what is wrong in one, and how a language completes another."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.files import DATA
from content.language import current_language, in_language
from content.phrases import PhrasesOf, phrases, read_phrases
from content.schema import Invalid

ENGLISH = sorted(file.stem for file in (DATA / "phrases" / "en").glob("*.yml"))


def write(folder: Path, content: str, language: str = "en", name: str = "weather") -> Path:
    (folder / language).mkdir(exist_ok=True)
    (folder / language / f"{name}.yml").write_text(content, encoding="utf-8")
    return folder


def sentence(folder: Path, language: str = "en") -> str:
    with pytest.raises(Invalid) as wrong:
        read_phrases("weather", language, folder)
    return str(wrong.value)


@pytest.mark.parametrize("capability", ENGLISH)
def test_every_file_of_the_project_can_be_used(capability: str) -> None:
    assert list(read_phrases(capability))


def test_words_are_whole_and_case_is_ignored(tmp_path: Path) -> None:
    rain = read_phrases("weather", folder=write(tmp_path, "words: {rain: [rain, wet weather]}"))["rain"]
    assert rain.search("Wet weather")
    assert not rain.search("a train")


def test_patterns_are_regular_expressions_for_any_place(tmp_path: Path) -> None:
    rain = read_phrases("weather", folder=write(tmp_path, r"patterns: {rain: ['r.in', '\?$']}"))["rain"]
    assert rain.search("a train")
    assert rain.search("wet?")


def test_parts_and_the_words_of_tables_are_put_in(tmp_path: Path) -> None:
    content = "parts: {day: [today, '{named}']}\nwords: {rain: ['rain {day}']}\ntables: {named: {monday: 1}}"
    weather = read_phrases("weather", folder=write(tmp_path, content))
    assert weather["rain"].search("rain monday")
    assert weather["rain"].search("rain today")
    assert weather.table("named") == {"monday": 1}


def test_parts_of_another_file_are_put_in_where_it_is_used(tmp_path: Path) -> None:
    write(tmp_path, "parts: {day: [today]}", name="calendar")
    weather = read_phrases("weather", folder=write(tmp_path, "uses: [calendar]\nwords: {rain: ['rain {day}']}"))
    assert weather["rain"].search("rain today")


def test_patterns_that_are_looked_for_separately_keep_their_order(tmp_path: Path) -> None:
    content = "separate_patterns: {rain: ['(?P<how>wet)', '(?P<how>rainy)']}"
    separate = read_phrases("weather", folder=write(tmp_path, content)).separate("rain")
    assert [pattern.pattern for pattern in separate] == ["(?P<how>wet)", "(?P<how>rainy)"]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", "a mapping was expected, not None"),
        ("lower_case: true", "it holds no phrases"),
        ("word: {rain: [rain]}", "unknown: word"),
        ("words: {rain: rain}", "words, rain: a list was expected, not 'rain'"),
        ("words: {rain: []}", "words, rain: the list is empty"),
        ("words: {rain: [1]}", "words, rain: 1 is not a text; put quotes around it"),
        ("words: {rain: ['']}", "words, rain: '' is not a text"),
        ("words: {rain: [wet, wet]}", "words, rain: 'wet' is there twice"),
        ("words: {Rain: [wet]}", "words, Rain: a name is made of small letters, digits and _"),
        ("words: {rain: [wet]}\nparts: {rain: [dry]}", "rain: the name is in the file twice"),
        ("words: {rain: ['rain {day}']}", "words, rain: there is no part {day}"),
        ("words: {rain: ['{wet}'], wet: [wet]}", "words, rain: there is no part {wet}"),
        ("parts: {day: ['{night}'], night: ['{day}']}", "the part {day} is made of itself"),
        ("words: {rain: ['(wet']}", "words, rain: it is not a regular expression: missing )"),
        ("lower_case: true\nwords: {rain: [Wet]}", "'Wet' would never be found: the text is in lower case"),
        ("uses: [calendar]\nwords: {rain: [wet]}", "uses names calendar, and there is no such file"),
        ("tables: {counts: [one]}", "tables, counts: a mapping of words was expected, not ['one']"),
        ("tables: {counts: {one: [1]}}", "tables, counts: one must stand for a text or a number, not [1]"),
        ("words: {rain: [wet", "it is not YAML"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, content: str, what: str) -> None:
    said = sentence(write(tmp_path, content))
    assert "weather.yml" in said
    assert what in said


def test_upper_case_that_regular_expressions_need_is_no_upper_case(tmp_path: Path) -> None:
    content = r"lower_case: true" + "\n" + r"patterns: {rain: ['(?P<how>\S+)(?P=how)\N{BULLET}']}"
    assert read_phrases("weather", folder=write(tmp_path, content))["rain"].flags & 2 == 0


def test_a_language_is_its_own_files_and_english_for_the_rest(tmp_path: Path) -> None:
    write(tmp_path, "words: {rain: ['rain {day}'], sun: [sun]}\nparts: {day: [today]}")
    weather = read_phrases("weather", "xx", write(tmp_path, "words: {rain: ['regn {day}']}", "xx"))
    assert weather["rain"].search("Regn today")
    assert not weather["rain"].search("rain today")
    assert weather["sun"].search("sun")


def test_a_language_without_a_file_is_english(tmp_path: Path) -> None:
    assert read_phrases("weather", "xx", write(tmp_path, "words: {rain: [rain]}"))["rain"].search("rain")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("words: {snow: [snø]}", "unknown: snow; no code looks for it"),
        ("patterns: {rain: [regn]}", "rain must be in words, as in English"),
        ("lower_case: true\nwords: {rain: [regn]}", "lower_case and uses must be as in English"),
        ("separate_patterns: {day: ['i dag']}", "day must name the groups of the English one: when"),
        ("patterns: {night: ['natt']}", "night must name the groups of the English one: when"),
    ],
)
def test_a_language_has_the_entries_of_english(tmp_path: Path, content: str, what: str) -> None:
    groups = "separate_patterns: {day: ['(?P<when>today)']}\npatterns: {night: ['(?P<when>tonight)']}"
    write(tmp_path, f"words: {{rain: [rain]}}\n{groups}")
    assert what in sentence(write(tmp_path, content, "xx"), "xx")


def test_phrases_are_those_of_the_language_that_is_spoken() -> None:
    assert current_language() == "en"
    with in_language("xx"):
        assert current_language() == "xx"
        assert PhrasesOf("yes_or_no")() is phrases("yes_or_no", "xx")
    assert PhrasesOf("yes_or_no")() is phrases("yes_or_no", "en")
