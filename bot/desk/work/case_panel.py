"""The case panel beside a conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.conversations.case_fields import CaseField, CaseFields, Form, Place
from bot.desk.wording import format_time
from bot.storage.cases.reading import Case


@dataclass(frozen=True)
class CasePanel:
    """`facts` are pairs of label and value."""

    case_number: str
    is_closed: bool
    paragraphs: list[str]
    facts: list[tuple[str, str]]


def panel_of(case: Case, fields: CaseFields, problem: str, reason: str) -> CasePanel:
    """`reason` says why an agent is needed; empty if it is unknown."""
    facts = [
        ("Problem", problem),
        *((field.label, _value(field, case.data)) for field in fields.shown(case.data, Place.DESK)),
        ("Why a person", reason),
        ("Opened", format_time(case.opened_at)),
    ]
    return CasePanel(
        case_number=case.case_number,
        is_closed=case.closed_at is not None,
        paragraphs=summary_of(case, fields) or [problem],
        facts=[(label, value) for label, value in facts if value],
    )


def summary_of(case: Case, fields: CaseFields) -> list[str]:
    """Returns the paragraphs of the summary."""
    shown = fields.shown(case.data, Place.DESK, Form.PARAGRAPH)
    return [text for field in shown for text in field.values(case.data)]


def _value(field: CaseField, data: Mapping[str, Any]) -> str:
    return ", ".join(field.values(data)) or field.if_empty
