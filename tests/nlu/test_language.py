"""The spaCy pipeline marks references, emails and how a code should come."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from bot.nlu import pipeline as language


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("models") / "language"
    language.build(place)
    return place


@pytest.fixture(scope="module")
def nlp(folder: Path) -> Language:
    return spacy.load(folder)


def entities(nlp: Language, text: str) -> list[tuple[str, str, str]]:
    return [(span.label_, span.text, span._.value) for span in nlp(text).ents]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it says C.I.D. 7023", [("reference", "C.I.D. 7023", "CID7023")]),
        ("cid 4410", [("unknown_reference", "cid 4410", "CID4410")]),
        (
            "CID7023x and CID70232",
            [
                ("unknown_reference", "CID7023x", "CID7023x"),
                ("unknown_reference", "CID70232", "CID70232"),
            ],
        ),
        (
            "jo dot smith at example dot com",
            [("email", "jo dot smith at example dot com", "jo.smith@example.com")],
        ),
        (
            "CID2014 for jo@example.com.",
            [("reference", "CID2014", "CID2014"), ("email", "jo@example.com", "jo@example.com")],
        ),
        ("code CID2014@example.com", [("email", "CID2014@example.com", "cid2014@example.com")]),
        ("error=CID7023&x", [("reference", "CID7023", "CID7023")]),
        ("hello there", []),
        ("", []),
    ],
)
def test_references_and_emails_are_entities_with_their_values(
    nlp: Language, text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert entities(nlp, text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no text with code", "text"),
        ("waiting on sms code nothing coming thru", "text"),
        ("The text message with the security number hasn't reached my mobile", "text"),
        ("no code on mobile", "text"),
        ("I asked for the code on my landline and nobody rang", "call"),
        ("the code is meant to come by phone call", "call"),
        ("Voice call with the code cut off", "call"),
    ],
)
def test_words_for_how_the_code_comes_are_marked(nlp: Language, text: str, value: str) -> None:
    found = entities(nlp, text)
    assert found
    assert {(label, normal) for label, _, normal in found} == {("code_channel", value)}


@pytest.mark.parametrize(
    "text",
    [
        "please text me",
        "my mobile is broken",
        "can I have a phone call from somebody",
        "code 7023 on my mobile",
        "error code on my mobile",
        "the code does not come in the mobile app",
        "the code should come by email, not by text",
        "postcode in the text box",
    ],
)
def test_a_phone_without_a_security_code_is_no_code_channel(nlp: Language, text: str) -> None:
    assert [label for label, _, _ in entities(nlp, text) if label == "code_channel"] == []


def test_a_built_folder_says_which_patterns_it_was_built_from(nlp: Language) -> None:
    assert nlp.meta["version"] == language.pipeline_version()


def test_the_version_changes_with_the_patterns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = language.pipeline_version()
    source = tmp_path / "emails.py"
    source.write_text("changed")
    monkeypatch.setattr(language, "_SOURCES", (source,))
    assert language.pipeline_version() != before


def test_another_process_loads_the_folder_once_the_module_is_imported(folder: Path) -> None:
    code = "import sys, spacy, bot.nlu.pipeline; print(spacy.load(sys.argv[1])('CID2011').ents)"
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout.strip() == "(CID2011,)"


def test_the_module_run_as_a_program_builds_a_folder(tmp_path: Path) -> None:
    language.main([str(tmp_path / "models" / "language")])
    assert entities(spacy.load(tmp_path / "models" / "language"), "cid 7029") == [("reference", "cid 7029", "CID7029")]


def test_the_program_without_a_folder_says_how_it_is_used() -> None:
    with pytest.raises(SystemExit, match="FOLDER"):
        language.main([])


@given(
    st.lists(
        st.sampled_from(["CID7023", "/", "x", ".", "jo@example.com", "code", "text", " ", "&", "é", "7029"]),
        max_size=25,
    )
)
@settings(deadline=None)
def test_every_pattern_of_any_text_becomes_an_entity_and_the_text_stays(pieces: list[str]) -> None:
    text = "".join(pieces)
    doc = language.mark_patterns(spacy.blank("en")(text))
    assert doc.text == text
    assert [(span.start_char, span.end_char) for span in doc.ents] == [
        (one.start, one.end) for one in language.find_all(text)
    ]
