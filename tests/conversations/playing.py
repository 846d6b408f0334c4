"""Plays a conversation of a YAML file against the real bot, engine and actions, and says where it differs.

A case holds `name`, `turns`, perhaps `now`, `channel`, `engine: away`, and `secrets`: texts that must not be in any
reply, nor be kept.
A turn is one of
  says      what the person writes
  presses   a button's title
  agent     what an agent does: takes, {says: ...}, {gives_back: open or settled}, {closes: an outcome}
  desk      open: an agent is there from now on; closed: nobody is
  assistant paused, or resumed
  waits     time that passes without a word, such as "20 minutes": the queue is looked at
and holds any of
  hears     facts (names of facts.yml) or /patterns/ that the replies must hold, together
  not       the same, that they must not hold
  asks      the response's question: a fact that the last reply must hold
  buttons   titles that the last reply must offer
  handover  fields of the handover in these replies, or a list of several; `null` is nothing, a /pattern/ is searched
  amends    fields of an amendment in these replies
  chases    fields of a reminder to the support team in these replies
  rates     the rating in these replies
  slots     slots of the tracker after this turn
  topic     the topic that is worked on after this turn
  holder    who answers the conversation after this turn: assistant, queue or agent
  now       the clock from this turn on
  after     time that has passed since the turn before: "3 hours", "2 days"
At the end `handovers` (1 when a turn has one, else 0) must have happened, and `never` facts must not have been said.
Everywhere: no reply is empty, no remedy comes twice, and what facts.yml lists under `never_said` is not said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.channels.terminal.conversation import Conversation, ShownReply
from bot.channels.terminal.terminal import time_passed
from bot.commands.local_bot import CHANNEL, LocalBot
from bot.http.refusal_texts import sentence_of
from tests.conversations.kept import events, logs_of, remedies_said, slot
from tests.conversations.office import Office

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
    conversation: Conversation
    id: str = ""
    refused: str = ""  # the sentence of the latest turn's refusal
    lines: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    data: list[dict[str, Any]] = field(default_factory=list)

    def fault(self, sentence: str) -> None:
        self.faults.append(sentence)
        self.lines.append(f"  >>> {sentence}")

    def report(self) -> str:
        return "\n".join([self.name, *self.lines, "", *self.faults])


class Player:
    """Plays cases on one bot; `tracker` is the engine's SQLite store, where slots are read, `logs` a folder."""

    def __init__(self, bot: LocalBot, tracker: Path, logs: Path) -> None:
        self._bot = bot
        self._tracker = tracker
        self._logs = logs

    async def play(self, case: dict[str, Any]) -> Played:
        clock = self._bot.clock
        clock.set(datetime.fromisoformat(str(case.get("now", DEFAULT_NOW))))
        channel = case.get("channel", CHANNEL)
        conversation = self._bot.conversation(channel, f"test-{case.get('topic')}-{case['name']}")
        played = Played(case["name"], conversation)
        note(played, await conversation.begin())
        played.id = conversation.id
        for turn in case["turns"]:
            if "now" in turn:
                clock.set(datetime.fromisoformat(str(turn["now"])))
            clock.move(elapsed(turn.get("after")))
            told = await self._take(played, turn)
            note(played, told)
            for check in CHECKS:
                check(played, turn, told)
            await self._check_state(played, turn)
        check_ending(played, case)
        check_remedies(played, remedies_said(self._tracker, played.id))
        kept = json.dumps(events(self._tracker, played.id), ensure_ascii=False)
        check_secrets(played, case.get("secrets", ()), kept + logs_of(self._logs))
        return played

    async def _take(self, played: Played, turn: dict[str, Any]) -> list[ShownReply]:
        conversation = played.conversation
        if "says" in turn:
            played.lines.append(f"You: {turn['says']}"[:200])
            told = await conversation.say(str(turn["says"]))
        elif "presses" in turn:
            title = turn["presses"]
            played.lines.append(f"You: [{title}]")
            button = next((one for one in conversation.buttons if one.title == title), None)
            if button is None:
                played.fault(f"no button {title!r}; on offer: {[one.title for one in conversation.buttons]}")
            told = await (conversation.press(button) if button else conversation.say(title))
        else:
            played.lines.append(f"({', '.join(f'{key} {value}' for key, value in turn.items())})")
            await Office(self._bot, conversation.id).does(turn)
            told = await conversation.read()
        if conversation.refused:
            played.said.append(sentence_of(conversation.refused))
            played.refused = played.said[-1]
        return told

    async def _check_state(self, played: Played, turn: dict[str, Any]) -> None:
        slots = turn.get("slots") or {}
        for name, expected in {**slots, **({"topic": turn["topic"]} if "topic" in turn else {})}.items():
            found = slot(self._tracker, played.id, name)
            if found != expected:
                played.fault(f"slot {name}: expected {expected!r}, found {found!r}")
        if "holder" in turn:
            holder = (await self._bot.container.reception.state(played.id)).holder.value
            if holder != turn["holder"]:
                played.fault(f"holder: expected {turn['holder']}, found {holder}")


def note(played: Played, told: Sequence[ShownReply]) -> None:
    for one in told:
        played.lines.append(f"{one.entry.sender.value.title()}: {one.text}")
        played.said.append(one.text)
        if one.data:
            played.data.append(dict(one.data))
            played.lines.append(f"  {json.dumps(one.data, ensure_ascii=False)}")


def elapsed(said: str | None) -> timedelta:
    """From "3 hours" or "2 days"."""
    return time_passed(said) if said else timedelta()


def check_words(played: Played, turn: dict[str, Any], replies: list[ShownReply]) -> None:
    refused, played.refused = played.refused, ""
    quiet = "says" not in turn and "presses" not in turn
    if not replies and not refused and not quiet and not turn.get("silent"):
        played.fault("silence")
    text = "\n".join([*(reply.text for reply in replies), refused])
    for fact in turn.get("hears", ()):
        if not holds(fact, text):
            played.fault(f"not heard: {fact}")
    for fact in (*turn.get("not", ()), *ALWAYS_FORBIDDEN):
        if holds(fact, text):
            played.fault(f"heard, but must not be: {fact}")


def check_question(played: Played, turn: dict[str, Any], replies: list[ShownReply]) -> None:
    if "asks" in turn and not (replies and holds(turn["asks"], replies[-1].text)):
        played.fault(f"the last reply does not ask: {turn['asks']}")
    offered = [button.title for button in played.conversation.buttons]
    missing = [title for title in turn.get("buttons", ()) if title not in offered]
    if missing:
        played.fault(f"buttons missing: {missing}; on offer: {offered}")


KINDS = {"handover": "handover", "amends": "amendment", "chases": "chaser", "rates": "feedback"}


def check_data(played: Played, turn: dict[str, Any], replies: list[ShownReply]) -> None:
    for key, kind in KINDS.items():
        found = [reply.data[kind] for reply in replies if kind in reply.data]
        wanted = turn.get(key) or {}
        several = wanted if isinstance(wanted, list) else [wanted]
        if key in turn and len(found) != len(several):
            played.fault(f"{len(found)} {kind}s in this turn, expected {len(several)}")
        for one, data in zip(several, found, strict=False):
            for name, expected in one.items():
                if not agrees(expected, data.get(name)):
                    played.fault(f"{kind}.{name}: expected {expected!r}, found {data.get(name)!r}")
        if found and key not in turn:
            played.fault(f"a {kind} that nobody expected")


def agrees(expected: Any, found: Any) -> bool:
    if isinstance(expected, str) and expected.startswith("/"):
        return re.search(expected.strip("/"), json.dumps(found, ensure_ascii=False), re.IGNORECASE) is not None
    return bool(expected == found)


CHECKS: tuple[Callable[[Played, dict[str, Any], list[ShownReply]], None], ...] = (
    check_words,
    check_question,
    check_data,
)


def check_ending(played: Played, case: dict[str, Any]) -> None:
    handovers = sum("handover" in data for data in played.data)
    expected = case.get("handovers", sum(_count(turn["handover"]) for turn in case["turns"] if "handover" in turn))
    if handovers != expected:
        played.fault(f"{handovers} handovers in all, expected {expected}")
    for fact in case.get("never", ()):
        if any(holds(fact, text) for text in played.said):
            played.fault(f"said, but must never be: {fact}")


def _count(handover: Any) -> int:
    return len(handover) if isinstance(handover, list) else 1


def check_remedies(played: Played, said: list[str]) -> None:
    """No step is given twice, except after everything was forgotten."""
    for remedy in sorted({one for one in said if said.count(one) > 1}):
        played.fault(f"given twice: {remedy}")


def check_secrets(played: Played, secrets: Sequence[str], kept: str) -> None:
    """In no reply, no data for the support team, and in nothing that is kept."""
    everything = "\n".join([*played.said, json.dumps(played.data, ensure_ascii=False), kept])
    for secret in secrets:
        if secret in everything:
            played.fault("a secret was said again or kept")
