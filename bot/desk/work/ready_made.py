"""Ready-made answers for agents: the assistant's own texts, with the values of the case filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.conversations.case_fields import CASE_FIELDS, CaseFields
from bot.http.responses import ResponseTexts

PREFIXES = tuple(f"utter_{kind}" for kind in ("remedy_", "help/"))
ABOUT_ITSELF = re.compile(r"\bI\b|\bassistant\b", re.IGNORECASE)
SHORT = re.compile(r"\b(?:gp|nhs|cid\w*|id)\b", re.IGNORECASE)


class ReadyMade:
    def __init__(self, words: ResponseTexts, fields: CaseFields = CASE_FIELDS) -> None:
        self._fields = fields
        self._words = words
        self._names = [name for name in words.names if name.startswith(PREFIXES) and _fits_agents(words, name)]

    def offered(self, case: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Returns titles and texts; those for the case's topic come first."""
        values = {field.name: ", ".join(field.values(case)) for field in self._fields if field.values(case)}
        if "case_number" in values:
            values["case_spoken"] = values["case_number"]
        topic = str(case.get("topic") or "-")
        names = sorted(self._names, key=lambda name: (topic not in name, name))
        by_title: dict[str, str] = {}
        for name in names:  # several articles can share a step
            by_title.setdefault(_title(name), self._words.ready_made(name, values))
        return list(by_title.items())


def _fits_agents(words: ResponseTexts, name: str) -> bool:
    """Returns whether an agent can say it: not if the assistant speaks of itself."""
    return not ABOUT_ITSELF.search(words.ready_made(name, {}))


def _title(name: str) -> str:
    """Returns the name of a remedy, without its article and number."""
    plain = re.sub(r"^.*_\d+_", "", name).rpartition("/")[2].removeprefix(PREFIXES[0])
    words = plain.replace("_", " ")
    return SHORT.sub(lambda found: found[0].upper(), words[:1].upper() + words[1:])
