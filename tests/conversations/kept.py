"""What the engine keeps of a conversation: read from its SQLite store and its logs."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def events(tracker: Path, conversation: str) -> list[dict[str, Any]]:
    """What the engine's store holds of a conversation, in order."""
    with closing(sqlite3.connect(f"file:{tracker}?mode=ro", uri=True)) as store:
        rows = store.execute("select data from events where sender_id = ? order by id", (conversation,)).fetchall()
    return [json.loads(data) for (data,) in rows]


def remedies_said(tracker: Path, conversation: str) -> list[str]:
    """The remedies that were given, in the latest session and to the person who has the problem now."""
    names: list[str] = []
    for event in events(tracker, conversation):
        name = str((event.get("metadata") or {}).get("utter_action"))
        if event["event"] == "session_started" or (event.get("name") == "for_whom" and event["event"] == "slot"):
            names = []
        elif event["event"] == "bot" and name.startswith("utter_remedy_"):
            names.append(name)
    return names


def slot(tracker: Path, conversation: str, name: str) -> Any:
    """The latest value of a slot in the engine's store; None after a new session began."""
    value = None
    for event in events(tracker, conversation):
        if event["event"] == "session_started":
            value = None
        elif event["event"] == "slot" and event["name"] == name:
            value = event["value"]
    return value


def logs_of(folder: Path) -> str:
    """Every log of the engine and of the actions."""
    return "\n".join(file.read_text("utf-8", errors="replace") for file in sorted(folder.glob("*")))
