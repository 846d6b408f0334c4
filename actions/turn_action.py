"""What every action derives from: it answers also when it fails, and nothing that a person says in passing is lost."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.feelings import sympathise
from actions.interruptions import interrupts
from actions.memory import remember
from actions.message import language_of
from actions.names import ActionName, Utter
from actions.turn import Turn
from content.language import in_language

logger = logging.getLogger(__name__)


class TurnAction(Action, ABC):
    """An action that answers also when it fails: `act` does the work, `run` guards it."""

    action_name: ActionName
    sympathises: bool = True  # with what the person feels, before anything else

    def name(self) -> str:
        return self.action_name.value

    @abstractmethod
    def act(self, turn: Turn) -> None:
        """Reads slots, decides, names responses."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        with in_language(language_of(tracker.latest_message or {})):
            return self._guarded(dispatcher, tracker, domain)

    def _guarded(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        try:
            turn = Turn(dispatcher, tracker, domain)
            # A form that only hears an interruption must leave no trace, or Rasa would not let the rule for it run.
            interrupted = turn.answers_form and interrupts(turn.heard) and self.name().startswith("validate_")
            if (not turn.actions_since_message or turn.answers_form) and not interrupted:
                remember(turn)
                if self.sympathises:
                    sympathise(turn)
            self.act(turn)
        except Exception:
            logger.exception("%s failed", self.name())
            dispatcher.messages.clear()
            dispatcher.utter_message(response=Utter.TROUBLE.value)
            return [FollowupAction(ActionName.LISTEN.value)]
        return self.events(turn)

    def events(self, turn: Turn) -> list[EventType]:
        """What the action leaves in the tracker."""
        return turn.events()
