"""Plays a conversation of a YAML file against the real engine and actions, and says where it differs.

A case holds `name`, `now`, and `turns`. A turn holds `says` (or `presses`, a button's title) and any of:
  hears     facts (names of facts.yml) or /patterns/ that the replies must hold, together
  not       the same, that they must not hold
  asks      the response's question: a fact that the last reply must hold
  buttons   titles that the last reply must offer
  handover  fields of the handover in these replies; `null` is nothing, a /pattern/ is searched
  amends    fields of an amendment in these replies
  slots     slots of the tracker after this turn
  now       the clock from this turn on
At the end `handovers` (1 when a turn has one, else 0) must have happened, and `never` facts must not have been said.
"""

from __future__ import annotations

import json
import re
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.conversations.assistant import Assistant
from bot.conversations.message import Message, Reply

FOLDER = Path(__file__).parent
DEFAULT_NOW = "2026-06-02T14:00"  # a Tuesday without a bank holiday near
ALWAYS_FORBIDDEN = ("never_said",)


def read(file: Path) -> Any:
    return YAML(typ="safe").load(file)


FACTS: dict[str, list[str]] = read(FOLDER / "facts.yml")


def cases() -> list[dict[str, Any]]:
    """Every case of every file, with the file's name as `topic`."""
    found = []
    for file in sorted((FOLDER / "cases").rglob("*.yml")):
        found += [case | {"topic": file.stem} for case in read(file)["conversations"]]
    return found


def holds(fact: str, text: str) -> bool:
    """Whether a text holds a fact, by any of its accepted patterns."""
    patterns = [fact.strip("/")] if fact.startswith("/") else FACTS[fact]
    return any(re.search(pattern, text, re.IGNORECASE | re.DOTALL) for pattern in patterns)


@dataclass
class Played:
    """One conversation as it went, and what was wrong with it."""

    name: str
    id: str = field(default_factory=lambda: f"test-{uuid.uuid4().hex}")
    lines: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    data: list[dict[str, Any]] = field(default_factory=list)
    buttons: dict[str, str] = field(default_factory=dict)

    def fault(self, sentence: str) -> None:
        self.faults.append(sentence)
        self.lines.append(f"  >>> {sentence}")

    def report(self) -> str:
        return "\n".join([self.name, *self.lines, "", *self.faults])


class Player:
    """Plays cases; `tracker` is the engine's SQLite store, where slots are read."""

    def __init__(self, assistant: Assistant, tracker: Path) -> None:
        self._assistant = assistant
        self._tracker = tracker

    async def play(self, case: dict[str, Any]) -> Played:
        played, now = Played(case["name"]), case.get("now", DEFAULT_NOW)
        note(played, await self._assistant.greet(message(played, "", now)))
        for turn in case["turns"]:
            now = turn.get("now", now)
            replies = await self._assistant.answer(spoken(played, turn, now))
            note(played, replies)
            for check in CHECKS:
                check(played, turn, replies)
            self._check_slots(played, turn)
        check_ending(played, case)
        return played

    def _check_slots(self, played: Played, turn: dict[str, Any]) -> None:
        for name, expected in (turn.get("slots") or {}).items():
            found = slot(self._tracker, played.id, name)
            if found != expected:
                played.fault(f"slot {name}: expected {expected!r}, found {found!r}")


def message(played: Played, text: str, now: str, payload: str | None = None) -> Message:
    return Message(uuid.uuid4().hex, played.id, text, datetime.fromisoformat(str(now)), payload)


def spoken(played: Played, turn: dict[str, Any], now: str) -> Message:
    title = turn.get("presses")
    played.lines.append(f"You: {turn.get('says', f'[{title}]')}"[:200])
    if title is None:
        return message(played, turn["says"], now)
    if title not in played.buttons:
        played.fault(f"no button {title!r}; on offer: {list(played.buttons)}")
    return message(played, title, now, played.buttons.get(title))


def note(played: Played, replies: list[Reply]) -> None:
    for reply in replies:
        played.lines.append(f"Assistant: {reply.text}")
        played.said.append(reply.text)
        if reply.data:
            played.data.append(dict(reply.data))
            played.lines.append(f"  {json.dumps(reply.data, ensure_ascii=False)}")
    played.buttons = {button.title: button.payload for button in replies[-1].buttons} if replies else {}


def check_words(played: Played, turn: dict[str, Any], replies: list[Reply]) -> None:
    if not replies:
        played.fault("silence")
    text = "\n".join(reply.text for reply in replies)
    for fact in turn.get("hears", ()):
        if not holds(fact, text):
            played.fault(f"not heard: {fact}")
    for fact in (*turn.get("not", ()), *ALWAYS_FORBIDDEN):
        if holds(fact, text):
            played.fault(f"heard, but must not be: {fact}")


def check_question(played: Played, turn: dict[str, Any], replies: list[Reply]) -> None:
    if "asks" in turn and not (replies and holds(turn["asks"], replies[-1].text)):
        played.fault(f"the last reply does not ask: {turn['asks']}")
    missing = [title for title in turn.get("buttons", ()) if title not in played.buttons]
    if missing:
        played.fault(f"buttons missing: {missing}; on offer: {list(played.buttons)}")


def check_data(played: Played, turn: dict[str, Any], replies: list[Reply]) -> None:
    for key, kind in (("handover", "handover"), ("amends", "amendment")):
        found = [reply.data[kind] for reply in replies if kind in reply.data]
        if key in turn and len(found) != 1:
            played.fault(f"{len(found)} {kind}s in this turn, expected 1")
        for name, expected in (turn.get(key) or {}).items():
            if found and not agrees(expected, found[0].get(name)):
                played.fault(f"{kind}.{name}: expected {expected!r}, found {found[0].get(name)!r}")
        if found and key not in turn:
            played.fault(f"a {kind} that nobody expected")


def agrees(expected: Any, found: Any) -> bool:
    if isinstance(expected, str) and expected.startswith("/"):
        return re.search(expected.strip("/"), json.dumps(found, ensure_ascii=False), re.IGNORECASE) is not None
    return bool(expected == found)


CHECKS: tuple[Callable[[Played, dict[str, Any], list[Reply]], None], ...] = (
    check_words,
    check_question,
    check_data,
)


def check_ending(played: Played, case: dict[str, Any]) -> None:
    handovers = sum("handover" in data for data in played.data)
    expected = case.get("handovers", sum("handover" in turn for turn in case["turns"]))
    if handovers != expected:
        played.fault(f"{handovers} handovers in all, expected {expected}")
    for fact in case.get("never", ()):
        if any(holds(fact, text) for text in played.said):
            played.fault(f"said, but must never be: {fact}")


def slot(tracker: Path, conversation: str, name: str) -> Any:
    """The latest value of a slot in the engine's store."""
    with closing(sqlite3.connect(f"file:{tracker}?mode=ro", uri=True)) as store:
        rows = store.execute("select data from events where sender_id = ? order by id", (conversation,)).fetchall()
    events = [json.loads(data) for (data,) in rows]
    values = [event["value"] for event in events if event["event"] == "slot" and event["name"] == name]
    return values[-1] if values else None
