"""Stop, and start again: what is open ends, or all that was said is forgotten."""

from __future__ import annotations

from rasa_sdk.events import EventType, FollowupAction, SessionStarted

from actions.names import ActionName, FlowStep, Slot, Utter
from actions.small_talk import operators_words
from actions.turn import Turn
from actions.turn_action import TurnAction


class Stop(TurnAction):
    """Leaves what is open; nothing is passed on, and a case that was passed on stays."""

    action_name = ActionName.STOP

    def act(self, turn: Turn) -> None:
        turn.leave_form()
        if turn.slot(Slot.STEP) == FlowStep.HANDED_OVER:
            turn.say(Utter.ALREADY_HANDED_OVER, case_spoken=turn.slot(Slot.CASE_NUMBER))
        else:
            turn.set(Slot.STEP, FlowStep.CLOSED if turn.slot(Slot.ARTICLE) else None)
            turn.set(Slot.PROBLEMS_WAITING, [])
            turn.set(Slot.HUMAN_REQUESTED, None)
            turn.say(Utter.STOPPED)
        turn.follow(ActionName.LISTEN)


class StartAgain(TurnAction):
    """A new session: all that was said is forgotten, so that the next person at the computer sees nothing of it."""

    action_name = ActionName.START_AGAIN

    def act(self, turn: Turn) -> None:
        operators_words(turn)
        turn.say(Utter.START_AGAIN)

    def events(self, turn: Turn) -> list[EventType]:
        return [SessionStarted(), *turn.events(), FollowupAction(ActionName.LISTEN.value)]
