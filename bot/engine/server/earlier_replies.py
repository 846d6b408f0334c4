"""Finds the earlier replies to a message in the tracker, so that a repeated message gets the same answer."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.constants import ACTION_SESSION_START_NAME
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker


def replies(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Returns Rasa's collected messages without the recipient."""
    return [{key: value for key, value in message.items() if key != "recipient_id"} for message in messages]


def earlier_replies(tracker: DialogueStateTracker | None, number: str) -> list[dict[str, Any]] | None:
    """Returns the replies to a message answered in any session before; None if it is new."""
    if tracker is None or not any(_is(event, number) for event in tracker.events):
        return None
    found: list[dict[str, Any]] | None = None
    for event in tracker.events:
        if isinstance(event, UserUttered):
            if found is not None:
                break
            found = [] if _is(event, number) else None
        elif isinstance(event, ActionExecuted) and event.action_name == ACTION_SESSION_START_NAME and found:
            break  # what follows was said when the next session began
        elif isinstance(event, BotUttered) and found is not None:
            found.extend(_as_sent(event))
    return found


def _is(event: Event, number: str) -> bool:
    return event.type_name == "user" and (event.metadata or {}).get("id") == number


def _as_sent(event: BotUttered) -> list[dict[str, Any]]:
    """Converts an utterance to what the channel collected: text with buttons, then data."""
    data = event.data or {}
    sent: list[dict[str, Any]] = []
    if event.text:
        buttons = data.get("buttons")
        sent.append({"text": event.text, **({"buttons": buttons} if buttons else {})})
    if data.get("custom"):
        sent.append({"custom": data["custom"]})
    return sent
