"""A case as agents read it: a subject, what is known in plain text, and the conversation."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SUBJECT = 150  # characters; Zendesk's limit
FACTS = {
    "case_number": "Case number",
    "topic": "Topic",
    "reference": "Reference",
    "login_email": "Login email",
    "contact_email": "Contact email",
    "service": "Website or app",
    "for_whom": "For whom",
    "first_seen": "First seen",
    "remedies_tried": "Tried",
    "reason": "Why a person is needed",
    "outcome": "Outcome",
}
HAPPENED = {"opened": "was opened", "amended": "was amended", "closed": "was closed"}
ABSENT = {"no reference", "not given"}  # what a case says where the person has none
# They turn text around, so that it reads as something else than it is.
TURNING = set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class Letter:
    """`subject` is one line; `body` and `transcript` may have many, each ends with a line end or is empty."""

    subject: str
    body: str
    transcript: str


def letter(body: Mapping[str, Any]) -> Letter:
    """`body` is a parcel's: `what`, `case` and `transcript`; what is missing is left out."""
    case, what = body.get("case") or {}, str(body.get("what") or "opened")
    number = line(case.get("case_number")) or "without a number"
    change = "" if what == "opened" else f" ({line(what)})"
    topic = line(case.get("topic")).replace("_", " ")
    subject = line(f"NHS login case {number}{change}" + (f": {topic}" if topic else ""), SUBJECT)
    parts = [f"Case {number} {HAPPENED.get(what, 'was changed')}.", line(case.get("summary"), 2000)]
    parts += ["\n".join(_facts(case)), _words(case.get("words"))]
    parts.append("Sent by the NHS login assistant, an automated assistant.")
    text = "\n\n".join(part for part in parts if part)
    return Letter(subject, f"{text}\n", "".join(f"{_indented(one)}\n" for one in _several(body.get("transcript"))))


def known(case: Mapping[str, Any], name: str) -> str:
    """What the case says, in one line; empty where it says that there is none."""
    value = line(case.get(name))
    return "" if value in ABSENT else value


def line(value: object, longest: int = 300) -> str:
    """Any value in one line, without characters that control or turn what follows."""
    text = " ".join(_plain("" if value is None else str(value)).split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _facts(case: Mapping[str, Any]) -> list[str]:
    values = {name: ", ".join(line(one) for one in _several(case.get(name))) for name in FACTS}
    values["topic"] = values["topic"].replace("_", " ")
    return [f"{label}: {values[name]}" for name, label in FACTS.items() if values[name]]


def _words(words: object) -> str:
    said = [f"- {_indented(one)}" for one in _several(words)]
    return "\n".join(["What the person wrote:", *said]) if said else ""


def _indented(text: str) -> str:
    """Further lines stand in, so that none can pass for an entry of its own."""
    return "\n    ".join(_plain(text).splitlines())


def _several(value: object) -> Sequence[str]:
    if value is None or value == "":
        return []
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def _plain(text: str) -> str:
    return "".join(one if one == "\n" or not _is_unsafe(one) else " " for one in text)


def _is_unsafe(character: str) -> bool:
    return character in TURNING or unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
