"""Words of the desk's pages: how long something has been waiting, and what a case is about."""

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
    """The name of a topic at the desk; empty where it is not known."""
    known = all_topics().by_name.get(topic)
    return known.desk if known else ASKED if topic == OTHER else ""


def problem_of(case: Mapping[str, Any], emergency: str | None) -> str:
    """Short, for a list."""
    topic = topic_label(str(case.get("topic"))) if case else ""
    reference = case.get("reference") if case else None
    about = ", ".join(str(part) for part in (topic, reference) if part)
    return about or EMERGENCIES.get(str(emergency), "") or "No case"


def ago(since: datetime, now: datetime) -> str:
    """Such as `3 minutes`."""
    passed = max(now - since, timedelta())
    for unit, name in ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute")):
        number = passed // unit
        if number:
            return f"{number} {name}{'s' if number > 1 else ''}"
    return "less than a minute"


def format_time(at: datetime) -> str:
    """England's time, such as `8 June, 14:05`."""
    local = in_england(at)
    return f"{local.day} {local:%B}, {local:%H:%M}"
