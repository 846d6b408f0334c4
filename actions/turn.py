"""One turn of an action: what it reads (slots, the message, the domain), what it leaves (words, slots, a next step)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.message import Heard, hear
from actions.names import ActionName, Form, Slot, Utter
from content.language import ENGLISH, current_language
from content.responses import responses

REQUESTED_SLOT = "requested_slot"


class Turn:
    """Slots read through `slot` show what this turn has already set."""

    def __init__(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]) -> None:
        self._dispatcher = dispatcher
        self._tracker = tracker
        self._changes: dict[str, Any] = {}
        self._others: list[EventType] = []
        in_english = domain.get("responses") if current_language() == ENGLISH else None
        self.responses: Mapping[str, Any] = in_english or responses()
        self.heard: Heard = hear(tracker.latest_message or {})

    def slot(self, slot: Slot) -> Any:
        return self._changes.get(slot.value, self._tracker.get_slot(slot.value))

    def items(self, slot: Slot) -> list[Any]:
        """A list slot, empty when unset."""
        return list(self.slot(slot) or [])

    def count(self, slot: Slot) -> int:
        """A counting slot, 0 when unset."""
        return int(self.slot(slot) or 0)

    def set(self, slot: Slot, value: Any) -> None:
        self._changes[slot.value] = value.value if isinstance(value, Enum) else value

    def once(self, thing: str) -> bool:
        """True the first time in a conversation, and never again for the same thing."""
        said = self.items(Slot.SAID_ONCE)
        if thing not in said:
            self.set(Slot.SAID_ONCE, [*said, thing])
        return thing not in said

    def say(self, response: Utter | str, **values: Any) -> None:
        name = response.value if isinstance(response, Enum) else response
        self._dispatcher.utter_message(response=name, **values)

    def buttons_of(self, response: Utter | str) -> list[dict[str, str]]:
        """The buttons that a response offers in the domain; its variants offer the same."""
        name = response.value if isinstance(response, Enum) else response
        return next((variant["buttons"] for variant in self.responses.get(name, []) if "buttons" in variant), [])

    def wording_of(self, response: Utter) -> Mapping[str, str]:
        """Pieces of wording that a response keeps in its metadata."""
        pieces: Mapping[str, str] = self.responses[response.value][0]["metadata"]
        return pieces

    def tell_bot(self, data: dict[str, Any]) -> None:
        """Data for the bot in front, not words for the person."""
        self._dispatcher.utter_message(json_message=data)

    def follow(self, action: ActionName | Form | str) -> None:
        self._others.append(FollowupAction(action.value if isinstance(action, Enum) else action))

    def leave_form(self) -> None:
        if self.form is not None:
            self._others.append(ActiveLoop(None))
            self._changes[REQUESTED_SLOT] = None

    def request(self, slot: str | None) -> None:
        """In a form's validation: the slot to ask for, or None when the form is done."""
        self._changes[REQUESTED_SLOT] = slot

    @property
    def form(self) -> Form | None:
        name = (self._tracker.active_loop or {}).get("name")
        return Form(name) if name in set(Form) else None

    @property
    def requested(self) -> str | None:
        return self._tracker.get_slot(REQUESTED_SLOT)

    @property
    def actions_since_message(self) -> list[str]:
        """Names of what ran since the person's latest message, oldest first."""
        names: list[str] = []
        for event in reversed(self._tracker.events):
            if event.get("event") == "user":
                break
            if event.get("event") == "action":
                names.insert(0, event.get("name") or "")
        return names

    @property
    def answers_form(self) -> bool:
        """The message is an answer to the form's question: nothing but the form ran since."""
        return self.requested is not None and set(self.actions_since_message) <= {form.value for form in Form}

    @property
    def messages(self) -> list[str]:
        """What the person wrote in this session, oldest first, without pressed buttons."""
        texts: list[str] = []
        for event in self._tracker.events:
            if event.get("event") == "session_started":
                texts = []
            if event.get("event") == "user" and not (event.get("text") or "/").startswith("/"):
                texts.append(re.sub(r"\s+", " ", event["text"]).strip())
        return texts

    def events(self) -> list[EventType]:
        return [SlotSet(name, value) for name, value in self._changes.items()] + self._others
