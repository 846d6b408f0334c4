"""An agent gave the conversation back: what was settled is over, what was not stays with the support team."""

from __future__ import annotations

from actions.feedback import asks_feedback
from actions.names import ActionName, FlowStep, Intent, Slot, Utter
from actions.turn import Turn
from actions.turn_action import TurnAction


class TakeBack(TurnAction):
    """Nothing old is answered, and nothing is handed over again by itself."""

    action_name = ActionName.TAKE_BACK
    sympathises = False

    def act(self, turn: Turn) -> None:
        turn.leave_form()
        turn.set(Slot.PROBLEMS_WAITING, [])
        turn.set(Slot.MISUNDERSTOOD, 0)
        number = turn.slot(Slot.CASE_NUMBER)
        if turn.heard.intent is not Intent.GIVEN_BACK_SETTLED and number:
            turn.set(Slot.STEP, FlowStep.HANDED_OVER)
            turn.say(Utter.GIVEN_BACK, case_spoken=number)
        else:
            forget_problem(turn)
            turn.say(Utter.GIVEN_BACK_SETTLED)
            asks_feedback(turn)
        turn.follow(ActionName.LISTEN)


def forget_problem(turn: Turn) -> None:
    """Treats what follows as a separate problem, even if it sounds the same."""
    turn.set(Slot.CASES, [case for case in turn.items(Slot.CASES) if case["number"] != turn.slot(Slot.CASE_NUMBER)])
    turn.set(Slot.CASE_NUMBER, None)
    turn.set(Slot.HUMAN_REQUESTED, None)
    turn.set(Slot.STEP, FlowStep.CLOSED)
