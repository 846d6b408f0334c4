"""Decides when a session of a conversation has ended, after which nothing said before is used."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.policies.policy import PolicyPrediction
from rasa.shared.core.constants import ACTION_SESSION_START_NAME
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

# Long enough to come back "later that day", short enough that tomorrow is a new session.
LONGEST_PAUSE = timedelta(hours=12)


def has_ended(tracker: DialogueStateTracker | None, now: str | None) -> bool:
    """Returns whether the person's latest message is older than a session lasts, by the bot's clock."""
    latest = next((e for e in reversed(tracker.events) if isinstance(e, UserUttered)), None) if tracker else None
    before = (latest.metadata or {}).get("now") if latest else None
    try:
        return datetime.fromisoformat(str(now)) - datetime.fromisoformat(str(before)) > LONGEST_PAUSE
    except (TypeError, ValueError):
        return False


async def begin_new_session(agent: Any, tracker: DialogueStateTracker) -> None:
    """Starts a new session in the same conversation, without a second greeting."""
    silence = CollectingOutputChannel()
    prediction = PolicyPrediction.for_action_name(agent.domain, ACTION_SESSION_START_NAME)
    await agent.processor.execute_action(
        tracker.sender_id, ACTION_SESSION_START_NAME, silence, agent.processor.nlg, prediction
    )
