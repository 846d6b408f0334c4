"""What becomes of a case: no status is invented; where the promised answer has not come, support is reminded once."""

from __future__ import annotations

from actions.articles import HUMAN
from actions.case import given
from actions.corrections import recounted
from actions.interruptions import interrupts
from actions.names import NOT_GIVEN, ActionName, FlowStep, Form, Intent, Slot, Utter
from actions.turn import Turn
from actions.turn_action import TurnAction
from content.case_numbers import find_case_number
from content.phrases import PhrasesOf
from content.topics import OTHER

_PHRASES = PhrasesOf("progress")
ASKS_BEFORE_GOING_ON = 2


class TellProgress(TurnAction):
    """What is known of the case of this conversation; a complaint that nothing came becomes a chaser."""

    action_name = ActionName.TELL_PROGRESS

    def act(self, turn: Turn) -> None:
        if recounted(turn):
            return
        named, own = find_case_number(turn.heard.text), turn.slot(Slot.CASE_NUMBER)
        number, overdue = named or own, _PHRASES["overdue"].search(turn.heard.text) is not None
        asks_to_chase = named not in (None, own) and not _PHRASES["question"].search(turn.heard.text)
        if number and (overdue or asks_to_chase):
            chase(turn, number)
            turn.follow(ActionName.RESUME)
        elif number and number == own:
            turn.say(Utter.PROGRESS_CASE, case_spoken=number)
            turn.follow(ActionName.RESUME)
        elif overdue and turn.form is None:
            turn.say(Utter.PROGRESS)
            turn.set(Slot.CHASED_CASE, None)
            turn.set(Slot.FAILED_ATTEMPTS, 0)
            turn.follow(Form.CHASER)
        else:
            turn.say(Utter.PROGRESS)
            turn.say(Utter.OFFER_HUMAN)
            turn.follow(turn.form or ActionName.LISTEN)


def chase(turn: Turn, number: str) -> None:
    """One reminder for a case; whether the case exists is not said, because it is not known here."""
    chased = turn.items(Slot.CHASED)
    if number in chased:
        turn.say(Utter.CHASED_ALREADY, case_spoken=number)
        return
    turn.set(Slot.CHASED, [*chased, number])
    turn.say(Utter.CHASED, case_spoken=number)
    email = turn.heard.email or given(turn.slot(Slot.LOGIN_EMAIL)) or given(turn.slot(Slot.CONTACT_EMAIL))
    turn.tell_bot({"chaser": {"case_number": number, "login_email": email, "words": turn.messages[-3:]}})


class ValidateChaserForm(TurnAction):
    action_name = ActionName.VALIDATE_CHASER_FORM

    def act(self, turn: Turn) -> None:
        if turn.answers_form:
            answer(turn)
        turn.request(Slot.CHASED_CASE.value if turn.slot(Slot.CHASED_CASE) is None else None)


def answer(turn: Turn) -> None:
    """A number, the lack of one, or neither: asked once more, then on without."""
    number = find_case_number(turn.heard.text)
    if number:
        turn.set(Slot.CHASED_CASE, number)
    elif turn.heard.intent is Intent.DENY or _PHRASES["no_number"].search(turn.heard.text):
        turn.set(Slot.CHASED_CASE, NOT_GIVEN)
    elif interrupts(turn.heard, {Intent.ASK_PROGRESS}):
        return
    else:
        asks = turn.count(Slot.FAILED_ATTEMPTS) + 1
        turn.set(Slot.FAILED_ATTEMPTS, asks)
        turn.set(Slot.CHASED_CASE, NOT_GIVEN if asks >= ASKS_BEFORE_GOING_ON else None)
        if asks < ASKS_BEFORE_GOING_ON:
            turn.say(Utter.CASE_NUMBER_NOT_UNDERSTOOD)


class Chase(TurnAction):
    """After the question: a reminder where there is a number, else the details go to the team as a case."""

    action_name = ActionName.CHASE

    def act(self, turn: Turn) -> None:
        number = turn.slot(Slot.CHASED_CASE)
        if number and number != NOT_GIVEN:
            chase(turn, number)
            turn.follow(ActionName.RESUME)
            return
        turn.say(Utter.CHASE_WITHOUT_NUMBER)
        turn.set(Slot.ARTICLE, HUMAN)
        turn.set(Slot.TOPIC, OTHER)
        turn.set(Slot.STEP, FlowStep.EXHAUSTED)
        turn.set(Slot.HUMAN_REQUESTED, True)
        turn.set(Slot.CASE_NUMBER, None)
        turn.set(Slot.FAILED_ATTEMPTS, 0)
        turn.follow(Form.LOGIN_EMAIL)
