"""Builds what an action gets from Rasa (tracker, dispatcher, domain), runs it, and says what it left."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from ruamel.yaml import YAML

from actions.message import Heard, hear
from actions.names import Form, Intent, Slot

ROOT = Path(__file__).resolve().parents[2]
NOW = "2026-06-02T14:00:00"  # a Tuesday without a bank holiday near
NOTHING = object()  # of a slot that the action did not set


def read(path: Path) -> Any:
    return YAML(typ="safe").load(path)


def real_responses() -> dict[str, Any]:
    """Every response of data/nlu/, as the domain that Rasa sends holds them."""
    responses: dict[str, Any] = {}
    for file in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        responses.update(read(file).get("responses") or {})
    return responses


@dataclass
class Left:
    """What an action left: `said` are names of responses in order, `follows` the next steps."""

    events: list[dict[str, Any]]
    messages: list[dict[str, Any]]
    slots: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.slots = {e["name"]: e["value"] for e in self.events if e["event"] == "slot"}

    @property
    def said(self) -> list[str]:
        return [message["response"] for message in self.messages if message["response"]]

    @property
    def follows(self) -> list[str]:
        return [event["name"] for event in self.events if event["event"] == "followup"]

    @property
    def data(self) -> list[dict[str, Any]]:
        """What the bot in front is told."""
        return [message["custom"] for message in self.messages if message["custom"]]

    @property
    def form_left(self) -> bool:
        return any(e["event"] == "active_loop" and e["name"] is None for e in self.events)

    @property
    def asks_for(self) -> str | None:
        """In a form's validation: the slot that is asked for next; None when the form is done."""
        value: str | None = self.slots["requested_slot"]
        return value

    def slot(self, slot: Slot) -> Any:
        """The value that the action set, NOTHING where it set none."""
        return self.slots.get(slot.value, NOTHING)

    def values(self, response: str) -> dict[str, Any]:
        """The values that a response was said with."""
        (message,) = [message for message in self.messages if message["response"] == response]
        return message


@dataclass(frozen=True)
class Situation:
    """The conversation as the action finds it. `ran` are actions since the message, `earlier` older messages."""

    text: str = ""
    intent: Intent | str | None = None  # a topic's intent is a plain name
    references: Sequence[tuple[str, bool]] = ()
    emails: Sequence[str] = ()
    channels: Sequence[str] = ()
    ranking: Sequence[str] = ()
    certainty: str | None = None
    problems: Sequence[str] = ()
    services: Sequence[str] = ()
    help_article: str | None = None
    language: str | None = None
    slots: Mapping[Slot, Any] = field(default_factory=dict)
    form: Form | None = None
    requested: Slot | None = None
    ran: Sequence[str] = ()
    earlier: Sequence[str] = ()
    now: str | None = NOW
    kept_number: str | None = None  # that the bot keeps free for a case
    conversation_language: str = "en"

    def message(self) -> dict[str, Any]:
        """The latest message in Rasa's form."""
        name = self.intent.value if isinstance(self.intent, Intent) else self.intent
        references = [{"entity": "reference", "value": v, "known": known} for v, known in self.references]
        return {
            "text": self.text,
            "intent": {"name": name, "confidence": 0.9},
            "intent_ranking": [{"name": name, "confidence": 0.1} for name in self.ranking],
            "certainty": self.certainty,
            "problems": list(self.problems),
            "help_article": self.help_article,
            "entities": references
            + [{"entity": "email", "value": value} for value in self.emails]
            + [{"entity": "code_channel", "value": value} for value in self.channels]
            + [{"entity": "service", "value": value} for value in self.services]
            + ([{"entity": "language", "value": self.language}] if self.language else []),
            "metadata": {
                **({"now": self.now} if self.now else {}),
                "case_number": self.kept_number,
                "language": self.conversation_language,
            },
        }

    def heard(self) -> Heard:
        return hear(self.message())

    def tracker(self) -> Tracker:
        values = {slot.value: self.slots.get(slot) for slot in Slot}
        messages = [*self.earlier, self.text]
        events: list[dict[str, Any]] = [{"event": "session_started"}]
        events += [{"event": "user", "text": text} for text in messages]
        events += [{"event": "action", "name": name} for name in self.ran]
        return Tracker.from_dict(
            {
                "sender_id": "somebody",
                "slots": values | {"requested_slot": self.requested.value if self.requested else None},
                "latest_message": self.message(),
                "events": events,
                "active_loop": {"name": self.form.value} if self.form else {},
                "latest_action_name": self.ran[-1] if self.ran else "action_listen",
            }
        )


def run(action: Action, situation: Situation, responses: Mapping[str, Any] | None = None) -> Left:
    """Runs an action as the action server does; `responses` are the domain's, the real ones if not given."""
    dispatcher = CollectingDispatcher()
    domain = {"responses": real_responses() if responses is None else responses}
    events = asyncio.run(action.run(dispatcher, situation.tracker(), domain))
    return Left([dict(event) for event in events], dispatcher.messages)
