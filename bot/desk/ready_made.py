"""Ready-made answers for agents: the words that the assistant uses itself, with the case's values filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.words import Words

PREFIXES = tuple(f"utter_{kind}" for kind in ("remedy_", "help/"))
VALUES = {"case_spoken": "number", "reference": "reference", "login_email": "login_email", "service": "service"}


class ReadyMade:
    def __init__(self, words: Words) -> None:
        self._words = words
        self._names = [name for name in words.names if name.startswith(PREFIXES)]

    def offered(self, case: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Titles and texts; those of the case's topic first."""
        values = {name: str(case[key]) for name, key in VALUES.items() if case.get(key)}
        topic = str(case.get("topic") or "-")
        names = sorted(self._names, key=lambda name: (topic not in name, name))
        return [(_title(name), self._words.ready_made(name, values)) for name in names]


def _title(name: str) -> str:
    plain = name
    for prefix in PREFIXES:
        plain = plain.removeprefix(prefix)
    words = [word for word in plain.replace("/", " ").split("_") if not word.isdigit()]
    return " ".join(words).replace("cid", "CID").capitalize()
