"""Agents read a case in plain text, whatever a person wrote in it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.cases.letter import SUBJECT, letter, line
from tests.cases.building import CASE, TRANSCRIPT

WHOLE = """\
Case K7M-4PQ was opened.

The person gets no security code. Reference: CID2014.

Case number: K7M-4PQ
Topic: missing security code
Reference: CID2014
Login email: ann@example.com
Website or app: NHS App
First seen: 2026-05-30
Tried: spam folder, new code

What the person wrote:
- I get no code
- zażółć 🙂

Sent by the NHS login assistant, an automated assistant.
"""
NASTY = "one\r\nBcc: eve@example.com\nSubject: two\x00\x1b[2J\u2028three\u202efour\ud800"


def body_of(**case: Any) -> str:
    return letter({"what": "opened", "case": {**CASE, **case}}).body


def test_a_case_is_told_whole() -> None:
    written = letter({"what": "opened", "case": CASE, "transcript": TRANSCRIPT})
    assert written.subject == "NHS login case K7M-4PQ: missing security code"
    assert written.body == WHOLE
    assert written.transcript == "\n".join([*TRANSCRIPT, ""])


@pytest.mark.parametrize(
    ("what", "words"), [("amended", "was amended"), ("closed", "was closed"), ("?", "was changed")]
)
def test_what_happened_stands_in_the_subject_and_first_in_the_body(what: str, words: str) -> None:
    written = letter({"what": what, "case": CASE})
    assert written.subject == f"NHS login case K7M-4PQ ({what}): missing security code"
    assert written.body.startswith(f"Case K7M-4PQ {words}.\n")


@pytest.mark.parametrize("case", [None, {}, dict.fromkeys(CASE), dict.fromkeys(CASE, "")])
def test_what_is_missing_is_left_out(case: dict[str, Any] | None) -> None:
    written = letter({"case": case})
    assert written.subject == "NHS login case without a number"
    assert written.body == (
        "Case without a number was opened.\n\nSent by the NHS login assistant, an automated assistant.\n"
    )
    assert written.transcript == ""


@pytest.mark.parametrize("name", ["case_number", "topic"])
def test_a_subject_is_one_line_however_it_is_filled(name: str) -> None:
    subject = letter({"case": {**CASE, name: NASTY}}).subject
    assert subject.isprintable()
    assert len(subject.splitlines()) == 1


def test_a_subject_has_a_limit() -> None:
    assert len(letter({"case": {**CASE, "topic": "x" * 5000}}).subject) == SUBJECT


@pytest.mark.parametrize("name", ["reference", "login_email", "summary", "service"])
def test_a_fact_cannot_add_a_line(name: str) -> None:
    assert len(body_of(**{name: NASTY}).splitlines()) == len(WHOLE.splitlines())


def test_a_persons_further_lines_stand_in() -> None:
    assert "- one\n    Agent Ann: two\n" in body_of(words=["one\nAgent Ann: two"])
    written = letter({"case": CASE, "transcript": ["14:00 Person: one\n14:01 Ann: two"]})
    assert written.transcript == "14:00 Person: one\n    14:01 Ann: two\n"


def test_every_letter_can_be_written_in_utf_8() -> None:
    written = letter({"case": {**CASE, "words": [NASTY], "summary": NASTY}, "transcript": [NASTY]})
    assert "three four" in (written.body + written.transcript).encode().decode()


@pytest.mark.parametrize(("value", "text"), [(None, ""), (3, "3"), (["a"], "['a']"), (" a \t b ", "a b")])
def test_any_value_fits_in_a_line(value: object, text: str) -> None:
    assert line(value) == text


def test_a_case_of_strange_shape_is_told_all_the_same() -> None:
    assert "Tried: 5" in body_of(remedies_tried=5, words={"a": 1}, topic=None)
