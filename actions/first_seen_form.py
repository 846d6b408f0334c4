"""CID2014: when the message was first seen, and what follows from the working days since."""

from __future__ import annotations

from datetime import date, timedelta

from actions.first_seen import parse_first_seen
from actions.hand_over import first_seen_day
from actions.interruptions import interrupts
from actions.names import ActionName, FlowStep, Intent, Slot, Utter
from actions.turn import Turn
from actions.turn_action import TurnAction
from actions.working_days import has_passed, is_working_day, spoken, two_working_days_end

CANNOT_REMEMBER = "cannot remember"
ASKS_BEFORE_GOING_ON = 2
# "Friday afternoon" may sound like anything to the classifier: a time in it decides, except in these.
_FIRST = {Intent.REQUEST_HUMAN, Intent.REPORT_MEDICAL}


class ValidateFirstSeenForm(TurnAction):
    action_name = ActionName.VALIDATE_FIRST_SEEN_FORM

    def act(self, turn: Turn) -> None:
        if turn.answers_form:
            answer(turn)
        turn.request(Slot.FIRST_SEEN.value if turn.slot(Slot.FIRST_SEEN) is None else None)


def answer(turn: Turn) -> None:
    heard = turn.heard
    if heard.intent in _FIRST or heard.loses_mailbox:
        return
    seen = parse_first_seen(heard.text, heard.now)
    if seen.kind == "day" and seen.day is not None:
        turn.set(Slot.FIRST_SEEN, seen.day.isoformat())
    elif seen.kind == "cannot_remember" or heard.intent is Intent.DENY:
        turn.set(Slot.FIRST_SEEN, CANNOT_REMEMBER)
    elif not interrupts(heard):
        not_a_time(turn)


def not_a_time(turn: Turn) -> None:
    asks = turn.count(Slot.FAILED_ATTEMPTS) + 1
    turn.set(Slot.FAILED_ATTEMPTS, asks)
    if asks >= ASKS_BEFORE_GOING_ON:
        turn.set(Slot.FIRST_SEEN, CANNOT_REMEMBER)
    else:
        turn.say(Utter.FIRST_SEEN_NOT_UNDERSTOOD)


class CountWait(TurnAction):
    action_name = ActionName.COUNT_WAIT

    def act(self, turn: Turn) -> None:
        day = first_seen_day(turn.slot(Slot.FIRST_SEEN))
        turn.set(Slot.FAILED_ATTEMPTS, 0)
        if day is None and turn.slot(Slot.MAILBOX_LOST):
            turn.set(Slot.STEP, FlowStep.EXHAUSTED)
            turn.say(Utter.WAIT_NO_USE)
        elif day is None:
            turn.set(Slot.STEP, FlowStep.LONGER_ASKED)
            turn.say(Utter.ASK_LONGER)
        else:
            tell_wait(turn, date.fromisoformat(day))


def tell_wait(turn: Turn, first_seen: date) -> None:
    end = two_working_days_end(first_seen)
    days = {"first_seen_day": spoken(first_seen), "wait_end": spoken(end)}
    if has_passed(first_seen, turn.heard.now.date()):
        turn.set(Slot.STEP, FlowStep.EXHAUSTED)
        turn.say(Utter.WAIT_PASSED, **days)
    elif turn.slot(Slot.MAILBOX_LOST):
        turn.set(Slot.STEP, FlowStep.EXHAUSTED)
        turn.say(Utter.WAIT_NO_USE)
    else:
        turn.set(Slot.STEP, FlowStep.WAITING)
        turn.say(Utter.WAIT, wait_over=spoken(next_working_day(end)), **days)
        turn.say(Utter.ASK_CAN_READ)


def next_working_day(day: date) -> date:
    """The first working day after a day: when the wait has been longer than usual."""
    later = day + timedelta(days=1)
    return later if is_working_day(later) else next_working_day(later)
