"""Formats waiting times, dates and the subjects of cases for the desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.conversations.england import in_england
from bot.conversations.staff import Closing
from content.topics import OTHER
from content.topics import topics as all_topics

ASKED = "Asked for a person"  # the topic of a case without a problem
REASONS = {
    "asked": "They asked to talk to a person.",
    "tried_all": "None of the documented steps helped.",
    "no_remedy": "There are no documented steps to try.",
    "engine_away": "The assistant could not answer.",
    "desk": "An agent took it from the desk.",
}
EMERGENCIES = {
    "medical": "Emergency: medical",
    "self_harm": "Emergency: self-harm",
    "danger": "Emergency: in danger from somebody",
}
OUTCOMES = {
    Closing.SETTLED: "Settled",
    Closing.BY_EMAIL: "Will be answered by email",
    Closing.NOT_OURS: "Not about NHS login",
    Closing.NO_ANSWER: "The person did not answer",
}


def topic_label(topic: str) -> str:
    """Returns the name of a topic at the desk; empty if it is unknown."""
    known = all_topics().by_name.get(topic)
    return known.desk if known else ASKED if topic == OTHER else ""


def problem_of(case: Mapping[str, Any], emergency: str | None) -> str:
    """Returns a short description of the problem, for a list."""
    topic = topic_label(str(case.get("topic"))) if case else ""
    reference = case.get("reference") if case else None
    about = ", ".join(str(part) for part in (topic, reference) if part)
    return about or EMERGENCIES.get(str(emergency), "") or "No case"


def ago(since: datetime, now: datetime) -> str:
    """Formats a time span such as `3 minutes`."""
    passed = max(now - since, timedelta())
    for unit, name in ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute")):
        number = passed // unit
        if number:
            return f"{number} {name}{'s' if number > 1 else ''}"
    return "less than a minute"


def format_time(at: datetime) -> str:
    """Formats a time in England such as `8 June, 14:05`."""
    local = in_england(at)
    return f"{local.day} {local:%B}, {local:%H:%M}"
