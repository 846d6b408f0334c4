"""The walk through an article: the next remedy, the end of a problem, the problem that waits."""

from __future__ import annotations

from actions.articles import topic_words
from actions.feedback import asks_feedback
from actions.login_email_form import leave_email_out
from actions.names import ActionName, FlowStep, Form, Slot, Utter
from actions.relations import turn_to
from actions.remedies import next_remedy
from actions.turn import Turn
from actions.turn_action import TurnAction
from actions.yes_or_no import says_solved, says_still_there, yes_or_no

# CID2014 closes by waiting, not by a solution.
_LAST_WORDS = {FlowStep.WAITING.value: Utter.WAIT_CLOSE, FlowStep.LONGER_ASKED.value: Utter.WAIT_UNKNOWN}


class NextRemedy(TurnAction):
    action_name = ActionName.NEXT_REMEDY

    def act(self, turn: Turn) -> None:
        tried = turn.items(Slot.REMEDIES_TRIED)
        remedy = next_remedy(turn.slot(Slot.ARTICLE), turn.responses, tried)
        if remedy is None:
            turn.set(Slot.STEP, FlowStep.EXHAUSTED)
            return
        turn.set(Slot.REMEDIES_TRIED, [*tried, remedy.name])
        turn.set(Slot.STEP, FlowStep.OFFERED)
        turn.set(Slot.MISUNDERSTOOD, 0)
        turn.say(remedy.response)
        turn.say(Utter.ASK_HELPED)


class CloseProblem(TurnAction):
    action_name = ActionName.CLOSE_PROBLEM

    def act(self, turn: Turn) -> None:
        if turn.slot(Slot.STEP) == FlowStep.OFFERED and yes_or_no(turn.heard) is False:
            turn.follow(ActionName.NEXT_REMEDY)
            return
        if turn.slot(Slot.STEP) == FlowStep.OFFERED and not says_solved(turn.heard):
            turn.say(Utter.YES_OR_NO)
            turn.follow(ActionName.RESUME)
            return
        turn.say(_LAST_WORDS.get(turn.slot(Slot.STEP), Utter.SOLVED))
        if turn.slot(Slot.STEP) == FlowStep.OFFERED:
            turn.tell_bot({"solved": {"topic": turn.slot(Slot.TOPIC), "remedy": turn.items(Slot.REMEDIES_TRIED)[-1:]}})
        turn.set(Slot.STEP, FlowStep.CLOSED)
        if turn.items(Slot.PROBLEMS_WAITING):
            turn.follow(ActionName.NEXT_PROBLEM)
        else:
            turn.say(Utter.ANYTHING_ELSE)


class SayGoodbye(TurnAction):
    """Nothing else, unless the problem turns out to be there still."""

    action_name = ActionName.SAY_GOODBYE

    def act(self, turn: Turn) -> None:
        if turn.form is Form.LOGIN_EMAIL:  # who leaves now was promised that it is passed on
            leave_email_out(turn)
        elif says_still_there(turn.heard.text) and turn.slot(Slot.STEP) == FlowStep.HANDED_OVER:
            turn.say(Utter.ALREADY_HANDED_OVER, case_spoken=turn.slot(Slot.CASE_NUMBER))
            turn.follow(ActionName.LISTEN)
        elif says_still_there(turn.heard.text) and turn.slot(Slot.ARTICLE):
            turn.follow(ActionName.NEXT_REMEDY)
        else:
            if not asks_feedback(turn):
                turn.say(Utter.GOODBYE)
            turn.follow(ActionName.LISTEN)


class NextProblem(TurnAction):
    """Takes the oldest problem that was put aside."""

    action_name = ActionName.NEXT_PROBLEM

    def act(self, turn: Turn) -> None:
        waiting = turn.items(Slot.PROBLEMS_WAITING)
        if not waiting:
            turn.follow(ActionName.LISTEN)
            return
        problem = waiting.pop(0)
        turn.set(Slot.PROBLEMS_WAITING, waiting)
        turn.set(Slot.TOPIC, problem["topic"])
        turn.set(Slot.REFERENCE, problem["reference"])
        turn.set(Slot.PROBLEM_BEGAN, problem["began"])
        turn_to(turn, problem["person"])
        known = problem["reference"] or topic_words(problem["topic"])
        turn.say(Utter.NEXT_PROBLEM, next_problem=known)
        turn.follow(ActionName.OPEN_ARTICLE)
