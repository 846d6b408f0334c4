"""Formats a case for agents: a subject, the facts in plain text, and the conversation."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.conversations.case_fields import CASE_FIELDS, CaseFields, Form, Place

SUBJECT = 150  # characters; Zendesk's limit
LONGEST_PARAGRAPH = 2000  # characters
HAPPENED = {"opened": "was opened", "amended": "was amended", "closed": "was closed"}
ABSENT = {"no reference", "not given"}  # what a case says where the person has none
# They turn text around, so that it reads as something else than it is.
TURNING = set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class Letter:
    """`subject` is one line; `body` and `transcript` can have many. Each ends with a newline or is empty."""

    subject: str
    body: str
    transcript: str


def letter(body: Mapping[str, Any], fields: CaseFields = CASE_FIELDS) -> Letter:
    """Formats the `body` of a delivery: `what`, `case` and `transcript`. Leaves out what is missing."""
    case, what = body.get("case") or {}, str(body.get("what") or "opened")
    number = line(case.get("case_number")) or "without a number"
    change = "" if what == "opened" else f" ({line(what)})"
    topic = line(case.get("topic")).replace("_", " ")
    subject = line(f"NHS login case {number}{change}" + (f": {topic}" if topic else ""), SUBJECT)
    parts = [
        f"Case {number} {HAPPENED.get(what, 'was changed')}.",
        *_paragraphs(case, fields),
        "\n".join(_facts(case, fields)),
        *_quotes(case, fields),
        "Sent by the NHS login assistant, an automated assistant.",
    ]
    text = "\n\n".join(part for part in parts if part)
    transcript = "".join(f"{_indented(one)}\n" for one in _several(body.get("transcript")))
    return Letter(subject=subject, body=f"{text}\n", transcript=transcript)


def case_value(case: Mapping[str, Any], name: str) -> str:
    """Returns a value of the case in one line; empty if the case says that there is none."""
    value = line(case.get(name))
    return "" if value in ABSENT else value


def line(value: object, longest: int = 300) -> str:
    """Returns any value as one line, without control characters and without marks that change the text's direction."""
    text = " ".join(_plain("" if value is None else str(value)).split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _paragraphs(case: Mapping[str, Any], fields: CaseFields) -> list[str]:
    shown = fields.shown(case, Place.LETTER, Form.PARAGRAPH)
    return [line(text, LONGEST_PARAGRAPH) for field in shown for text in field.values(case)]


def _facts(case: Mapping[str, Any], fields: CaseFields) -> list[str]:
    values = [(field.label, ", ".join(map(line, field.values(case)))) for field in fields.shown(case, Place.LETTER)]
    return [f"{line(label)}: {value}" for label, value in values if value]


def _quotes(case: Mapping[str, Any], fields: CaseFields) -> list[str]:
    """Returns one paragraph for each field, under its label."""
    shown = [(field.label, field.values(case)) for field in fields.shown(case, Place.LETTER, Form.QUOTES)]
    return ["\n".join([f"{label}:", *(f"- {_indented(one)}" for one in texts)]) for label, texts in shown if texts]


def _indented(text: str) -> str:
    """Indents continuation lines, so that none can be mistaken for an entry."""
    return "\n    ".join(_plain(text).splitlines())


def _several(value: object) -> Sequence[str]:
    if value is None or value == "":
        return []
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def _plain(text: str) -> str:
    return "".join(one if one == "\n" or not _is_unsafe(one) else " " for one in text)


def _is_unsafe(character: str) -> bool:
    return character in TURNING or unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
