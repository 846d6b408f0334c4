"""Declares each field of a case once, for the desk, letters, Zendesk, amendments and erasure.

The assistant sends a case as a dict. A field that is not declared here is still stored, is shown under its own name,
and is erased with the conversation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Place(Enum):
    DESK = "desk"  # the case beside its conversation
    LETTER = "letter"  # the email of a case, and the comment of its Zendesk ticket
    TICKET = "ticket"  # a custom field of the ticket, with the id that ZENDESK_<NAME>_FIELD gives


class Form(Enum):
    FACT = "fact"  # a label and a value
    PARAGRAPH = "paragraph"  # sentences without a label
    QUOTES = "quotes"  # what the person wrote, under the label


FOR_AGENTS = frozenset({Place.DESK, Place.LETTER})


@dataclass(frozen=True, kw_only=True)
class CaseField:
    """`name` is the key in the case, `label` what agents read."""

    name: str
    label: str = ""
    form: Form = Form.FACT
    shown: frozenset[Place] = FOR_AGENTS
    if_empty: str = ""  # what the desk shows where there is no value; empty: it leaves the field out
    has_underscores: bool = False  # the value is a name such as `not_ours`
    is_address: bool = False  # an email address of the person; support answers to the last one that is declared
    amendable: bool = False  # the person can correct it after the case was opened
    kept: bool = False  # it stays in the case when the conversation is erased

    def values(self, case: Mapping[str, Any]) -> list[str]:
        """Returns the values as people read them; empty if the case has none."""
        value = case.get(self.name)
        several = value if isinstance(value, list | tuple) else [value]
        written = ["" if one is None else _text(one) for one in several]
        return [one.replace("_", " ") if self.has_underscores else one for one in written if one]


def _text(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


class CaseFields:
    """The fields, in the order in which agents read them."""

    def __init__(self, fields: Iterable[CaseField]) -> None:
        self._fields = {field.name: field for field in fields}

    def __iter__(self) -> Iterator[CaseField]:
        return iter(self._fields.values())

    def shown(self, case: Mapping[str, Any], place: Place, form: Form = Form.FACT) -> list[CaseField]:
        """Returns the fields of this form at this place; for people, undeclared fields are added as facts."""
        declared = [field for field in self if place in field.shown and field.form is form]
        if form is not Form.FACT or place not in FOR_AGENTS:
            return declared
        others = sorted(name for name in case if name not in self._fields)
        return declared + [CaseField(name=name, label=name.replace("_", " ").capitalize()) for name in others]

    def amendments(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Returns those of the changes that the person is allowed to make."""
        return {field.name: changes[field.name] for field in self if field.amendable and field.name in changes}

    def kept(self, case: Mapping[str, Any]) -> dict[str, Any]:
        """Returns the part of the case that is kept after its conversation has been erased."""
        return {field.name: case[field.name] for field in self if field.kept and field.name in case}

    def addresses(self, case: Mapping[str, Any]) -> list[str]:
        """Returns the person's email addresses; the support team answers to the last one."""
        return [address for field in self if field.is_address for address in field.values(case)]


CASE_FIELDS = CaseFields(
    (
        CaseField(name="case_number", label="Case number", shown=frozenset({Place.LETTER}), kept=True),
        CaseField(
            name="topic",
            label="Topic",
            shown=frozenset({Place.LETTER}),  # the desk shows it as the problem
            has_underscores=True,
            amendable=True,
            kept=True,
        ),
        CaseField(
            name="reference",
            label="Reference",
            shown=FOR_AGENTS | {Place.TICKET},
            if_empty="none",
            amendable=True,
            kept=True,
        ),
        CaseField(
            name="login_email",
            label="Login email",
            if_empty="not given",
            is_address=True,
            amendable=True,
            kept=True,
        ),
        CaseField(name="contact_email", label="Contact email", is_address=True, amendable=True, kept=True),
        CaseField(name="service", label="Website or app", shown=FOR_AGENTS | {Place.TICKET}),
        CaseField(name="for_whom", label="For whom", amendable=True),
        CaseField(name="first_seen", label="First seen", kept=True),
        CaseField(name="remedies_tried", label="Tried", if_empty="nothing", kept=True),
        CaseField(
            name="reason",
            label="Why a person is needed",
            shown=frozenset({Place.LETTER}),  # the desk shows that of the handover
            has_underscores=True,
            kept=True,
        ),
        CaseField(name="outcome", label="Outcome", has_underscores=True, kept=True),
        CaseField(name="asked_for_human", shown=frozenset(), kept=True),
        CaseField(name="waits_for_answer", shown=frozenset(), kept=True),
        CaseField(name="summary", form=Form.PARAGRAPH),
        CaseField(name="words", label="What the person wrote", form=Form.QUOTES, shown=frozenset({Place.LETTER})),
    )
)
