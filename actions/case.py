"""The case: what an agent gets when a conversation is handed over, and the words that tell the person of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from actions.names import NO_REFERENCE, NOT_GIVEN, Utter
from content.responses import text_of
from content.topics import OTHER
from content.topics import topics as all_topics


@dataclass(frozen=True)
class Case:
    """`first_seen` is an ISO date; `words` are the person's own messages with secrets already hidden."""

    case_number: str
    topic: str
    reference: str | None
    login_email: str | None
    contact_email: str | None
    remedies_tried: list[str]
    first_seen: str | None
    words: list[str]
    asked_for_human: bool = False
    for_whom: str | None = None  # such as "mum"; None where it is the person's own login
    service: str | None = None  # the website or app
    waits_for_answer: bool = False  # an answer was promised before, and there is no case number
    summary: str = field(default="")

    def handover(self) -> dict[str, object]:
        """The case as data, with its summary."""
        return {**asdict(self), "summary": summary(self)}


def given(value: str | None) -> str | None:
    """An answer, or None where the person went on without one."""
    return None if value in (None, NOT_GIVEN) else value


def summary(case: Case) -> str:
    """Plain sentences for the agent."""
    parts = [_problem(case)]
    parts.append(f"Reference: {case.reference or NO_REFERENCE}.")
    parts.append(f"Login email: {case.login_email or NOT_GIVEN}.")
    if case.contact_email:
        parts.append(f"They cannot read that mailbox. Contact email: {case.contact_email}.")
    if case.service:
        parts.append(f"Website or app: {case.service}.")
    if case.first_seen:
        parts.append(f"First seen: {case.first_seen}.")
    parts.append(f"Tried: {', '.join(case.remedies_tried) if case.remedies_tried else 'nothing'}.")
    if case.asked_for_human and case.topic != OTHER:
        parts.append("They asked to talk to a person.")
    return " ".join(parts)


def _problem(case: Case) -> str:
    """Who has which problem."""
    if case.waits_for_answer:
        return "The person was promised an answer before and is waiting for it. They have no case number."
    topic = all_topics().by_name.get(case.topic)
    if topic is None:
        about = f" It is about the NHS login of their {case.for_whom}." if case.for_whom else ""
        return f"They asked to talk to a person.{about}"
    who = f"The person's {case.for_whom}" if case.for_whom else "The person"
    return topic.case.format(who=who, whose=f"{who}'s")


def facts_of(case: Case) -> list[str]:
    """The names of what the case holds, in the order in which the person is told of it."""
    held = {
        "words": True,
        "code": case.reference is not None and case.reference != NO_REFERENCE,
        "no_code": case.reference == NO_REFERENCE,
        "login_email": case.login_email,
        "contact_email": case.contact_email,
        "first_seen": case.first_seen,
        "service": case.service,
        "for_whom": case.for_whom,
        "remedies_tried": case.remedies_tried,
    }
    return [name for name, there in held.items() if there]


def passed_on(case: Case, wording: Mapping[str, str]) -> str:
    """What the person is told was passed on: a list in words; `wording` has a piece for each name of facts_of."""
    pieces = [wording[name].format(**asdict(case)) for name in facts_of(case)]
    return text_of(Utter.AND).join([", ".join(pieces[:-1]), pieces[-1]] if len(pieces) > 1 else pieces)
