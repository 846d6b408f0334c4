"""Corrects behaviour of Rasa 3.6.21 at start. Each function names the problem and has a test."""

from __future__ import annotations

import logging
from typing import Any

logger = logging.getLogger(__name__)


class ActionsAway(BaseException):
    """The action server cannot be reached, so the message is not processed and can be sent again.

    Not an Exception, because Rasa catches those, continues without the action and keeps the turn.
    """


def apply(action_timeout: int) -> None:
    """Installs the repairs. Call it before the agent is loaded."""
    answer_when_actions_fail(action_timeout)


def answer_when_actions_fail(action_timeout: int) -> None:
    """Problem: if the action server is unreachable, slow or broken, the person gets no answer.

    If it is unreachable, raises ActionsAway, which the endpoint reports. If it is slow or broken, says so to the
    person, since the same message would fail again.
    """
    import rasa.core.actions.action as rasa_actions
    from aiohttp import ClientConnectionError
    from rasa.core.actions.action import ActionExecutionRejection, RemoteAction, create_bot_utterance
    from rasa.shared.core.events import FollowupAction

    rasa_actions.DEFAULT_REQUEST_TIMEOUT = action_timeout
    original = RemoteAction.run

    async def run(self: Any, output_channel: Any, nlg: Any, tracker: Any, domain: Any) -> list[Any]:
        try:
            return list(await original(self, output_channel, nlg, tracker, domain))
        except ActionExecutionRejection:
            raise
        except Exception as error:
            if isinstance(error.__context__, ClientConnectionError):
                raise ActionsAway(self.name()) from error
            logger.exception("The action %s did not answer", self.name())
            words = await nlg.generate("utter_trouble", tracker, output_channel.name())
            return [create_bot_utterance(words), FollowupAction("action_listen")]

    RemoteAction.run = run


def keep_tracker_store_honest(agent: Any) -> None:
    """Problem: Rasa silently replaces a failing tracker store with memory. Ours fails, and the bot reports it."""
    store = getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)
    agent.tracker_store = store
    agent.processor.tracker_store = store
