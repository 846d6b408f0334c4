"""What the played conversations exercised: responses, remedies, topics, slots asked for, rules and stories."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from content.files import ROOT
from content.topics import topics
from tests.conversations.playing import read

DATA = ROOT / "data"
# Responses that hold wording for others and are never said themselves.
NEVER_SAID = {"utter_something_else", "utter_topic_words", *read(DATA / "nlu" / "pieces.yml")["responses"]}
# Said by the bot while nobody answers, or a person does: tests/web and tests/storage play them.
SAID_BY_THE_BOT = {name for file in ("waiting.yml", "channels.yml") for name in read(DATA / "nlu" / file)["responses"]}
SAID_BY_THE_BOT.add("utter_trouble")  # where the engine fails on a message
PIECES = re.compile(r"utter_secret_(?!hidden)")  # names that are put into other sentences
REMEDY = "utter_remedy_"
Step = tuple[str, str, Any]  # what happened: ("intent", name, None), ("action", name, None), ("slot", name, value), ...


def responses() -> dict[str, list[dict[str, Any]]]:
    """Every response of data/nlu/."""
    found: dict[str, list[dict[str, Any]]] = {}
    for file in sorted((DATA / "nlu").rglob("*.yml")):
        found.update(read(file).get("responses") or {})
    return found


def pattern_of(text: str) -> re.Pattern[str]:
    """A response's text with anything in place of its placeholders."""
    pieces = re.split(r"\{\w+\}", str(text).strip())
    return re.compile(".+".join(map(re.escape, pieces)), re.DOTALL)


@dataclass
class Flow:
    """A rule or a story as steps; `conditions` must hold where it begins."""

    name: str
    steps: list[set[Step]]
    conditions: list[Step] = field(default_factory=list)


def flows() -> Iterator[Flow]:
    for file in sorted((DATA / "stories").rglob("*.yml")):
        content = read(file)
        for kind, name in (("rules", "rule"), ("stories", "story")):
            for flow in content.get(kind) or []:
                steps = [step for raw in flow["steps"] for step in _steps(raw)]
                conditions = [one for raw in flow.get("condition") or [] for step in _steps(raw) for one in step]
                yield Flow(f"{name}: {flow[name]}", steps, conditions)


def _steps(raw: dict[str, Any]) -> Iterator[set[Step]]:
    """One step each; an `or` is one step of several, and each slot is a separate step."""
    if "or" in raw:
        yield {one for choice in raw["or"] for step in _steps(choice) for one in step}
    elif "slot_was_set" in raw:
        for slots in raw["slot_was_set"]:  # a form that ends asks for nothing more: that goes without saying
            yield from ({("slot", name, value)} for name, value in slots.items() if name != "requested_slot")
    else:
        yield from ({(kind, raw[kind], None)} for kind in ("intent", "action") if kind in raw)
        if "active_loop" in raw:
            yield {("loop", "", raw["active_loop"])}


@dataclass
class Heard:
    """What the engine's store holds of all conversations, and what the bot itself said."""

    said: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    conversations: list[list[Step]] = field(default_factory=list)


def heard_in(tracker: Path) -> Heard:
    heard = Heard()
    with closing(sqlite3.connect(f"file:{tracker}?mode=ro", uri=True)) as store:
        rows = store.execute("select sender_id, data from events order by sender_id, id").fetchall()
    by_conversation: dict[str, list[dict[str, Any]]] = {}
    for sender, data in rows:
        by_conversation.setdefault(sender, []).append(json.loads(data))
    for events in by_conversation.values():
        heard.conversations.append([step for event in events for step in _happened(event, heard)])
    return heard


def _happened(event: dict[str, Any], heard: Heard) -> Iterator[Step]:
    kind = event["event"]
    if kind == "bot":
        heard.said.add(str((event.get("metadata") or {}).get("utter_action")))
    elif kind == "user":
        yield ("intent", event["parse_data"]["intent"]["name"], None)
    elif kind == "action" and event["name"] != "action_listen":
        yield ("action", event["name"], None)
    elif kind == "active_loop":
        yield ("loop", "", event["name"])
    elif kind == "slot":
        if event["name"] == "requested_slot" and event["value"]:
            heard.asked.add(event["value"])
        if event["name"] == "article" and event["value"]:
            heard.articles.add(event["value"])
        yield ("slot", event["name"], _plain(event["value"]))


def _plain(value: Any) -> Any:
    """Something that can be compared and hashed."""
    return json.dumps(value) if isinstance(value, dict | list) else value


def was_followed(flow: Flow, conversations: Iterable[Sequence[Step]]) -> bool:
    """Whether a conversation held its steps in their order, one right after the other but for other slots."""
    return any(_begins_at(flow, steps, place) for steps in conversations for place in range(len(steps)))


def _begins_at(flow: Flow, steps: Sequence[Step], place: int) -> bool:
    if steps[place] not in flow.steps[0] or not _hold(flow.conditions, steps[:place]):
        return False
    left = flow.steps[1:]
    for step in steps[place + 1 :]:
        if not left:
            return True
        if step in left[0]:
            left = left[1:]
        elif step[0] in ("intent", "action") and not _is_part_of_form(step, left):
            return False
    return all((kind == "slot" and value is None) or kind == "loop" for (kind, _, value), *_ in map(list, left))


def _is_part_of_form(step: Step, left: Sequence[set[Step]]) -> bool:
    """A form may run again and again, and its questions are messages between."""
    return step[0] == "intent" and any(("loop", "", None) in one for one in left)


def _hold(conditions: Sequence[Step], before: Sequence[Step]) -> bool:
    state: dict[tuple[str, str], Any] = {}
    for kind, name, value in before:
        if kind in ("slot", "loop"):
            state[kind, name] = value
    return all(state.get((kind, name)) == value for kind, name, value in conditions)


@dataclass(frozen=True)
class Coverage:
    """For each kind of thing: all of them, and those that were never exercised."""

    missing: dict[str, list[str]]
    total: dict[str, int]

    @property
    def must_be_whole(self) -> list[str]:
        """What must be exercised to the last, and was not."""
        return [*self.missing["responses"], *self.missing["remedies"]]

    def lines(self) -> Iterator[str]:
        for kind, all_of_them in self.total.items():
            missing = self.missing[kind]
            yield f"{kind:16} {all_of_them - len(missing):4} of {all_of_them:4}"
            yield from (f"    never: {name}" for name in missing)


def coverage(tracker: Path, said_by_bot: Iterable[str]) -> Coverage:
    """`said_by_bot` are the texts of all replies: the bot's own responses are found by their words."""
    heard, known, texts = heard_in(tracker), responses(), set(said_by_bot)
    said = heard.said | {name for name, variants in known.items() if _was_said(variants, texts)}
    domain = read(ROOT / "domain.yml")
    slots = {slot for form in domain["forms"].values() for slot in form["required_slots"]}
    wanted = {
        "responses": {name for name in known if not name.startswith(REMEDY) and not PIECES.match(name)}
        - NEVER_SAID
        - SAID_BY_THE_BOT,
        "remedies": {name for name in known if name.startswith(REMEDY)},
        "topics": {*topics().articles, "unknown_reference", "human"},
        "slots of forms": slots,
    }
    exercised = {"responses": said, "remedies": said, "topics": heard.articles, "slots of forms": heard.asked}
    missing = {kind: sorted(names - exercised[kind]) for kind, names in wanted.items()}
    total = {kind: len(names) for kind, names in wanted.items()}
    every_flow = list(flows())
    missing["rules and stories"] = [f.name for f in every_flow if not was_followed(f, heard.conversations)]
    total["rules and stories"] = len(every_flow)
    return Coverage(missing, total)


def _was_said(variants: Sequence[dict[str, Any]], texts: set[str]) -> bool:
    patterns = [pattern_of(variant["text"]) for variant in variants]
    return any(pattern.fullmatch(text.strip()) for pattern in patterns for text in texts)
