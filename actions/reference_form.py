"""The reference: asked for once; one that is not known is repeated exactly and checked once, never guessed."""

from __future__ import annotations

import re

from actions.articles import is_known
from actions.interruptions import interrupts
from actions.message import Heard, Reference
from actions.names import NO_REFERENCE, ActionName, Intent, Slot, Utter
from actions.turn import Turn
from actions.turn_action import TurnAction
from actions.yes_or_no import says_there_is_no_code, yes_or_no

_ANSWERS = {Intent.GIVE_REFERENCE}
ASKS_BEFORE_GOING_ON = 2


class ValidateReferenceForm(TurnAction):
    action_name = ActionName.VALIDATE_REFERENCE_FORM

    def act(self, turn: Turn) -> None:
        if turn.answers_form:
            answer(turn)
        turn.request(next_question(turn))


def next_question(turn: Turn) -> str | None:
    reference = turn.slot(Slot.REFERENCE)
    if reference is None:
        return Slot.REFERENCE.value
    settled = reference == NO_REFERENCE or is_known(reference)
    if settled or turn.slot(Slot.REFERENCE_CHECKED):
        return None
    return Slot.REFERENCE_CHECKED.value


def answer(turn: Turn) -> None:
    """A reference decides, whatever the words around it; then yes, no, or something else."""
    if reference := reference_in(turn.heard):
        take(turn, reference)
    elif turn.requested == Slot.REFERENCE.value and says_there_is_no_code(turn.heard.text):
        settle(turn, NO_REFERENCE)
    elif interrupts(turn.heard, _ANSWERS):
        return
    elif turn.requested == Slot.REFERENCE_CHECKED.value:
        answer_check(turn)
    elif turn.heard.intent is Intent.DENY:
        settle(turn, NO_REFERENCE)
    else:
        not_a_reference(turn)


def reference_in(heard: Heard) -> Reference | None:
    """The last one said; where a code was asked for, its four digits are enough."""
    if heard.references:
        return heard.references[-1]
    digits = re.findall(r"(?<!\d)\d{4}(?!\d)", heard.text)
    known = [f"CID{number}" for number in digits if is_known(f"CID{number}")]
    return Reference(known[-1], known=True) if known else None


def take(turn: Turn, reference: Reference) -> None:
    """An unknown one that comes a second time is what the screen says."""
    again = turn.requested == Slot.REFERENCE_CHECKED.value or turn.count(Slot.REFERENCE_ASKS) > 0
    if reference.known or again:
        settle(turn, reference.value)
        return
    turn.set(Slot.REFERENCE, reference.value)
    turn.set(Slot.REFERENCE_ASKS, turn.count(Slot.REFERENCE_ASKS) + 1)


def settle(turn: Turn, reference: str) -> None:
    turn.set(Slot.REFERENCE, reference)
    turn.set(Slot.REFERENCE_CHECKED, True)


def answer_check(turn: Turn) -> None:
    said = yes_or_no(turn.heard)
    if said is False:
        turn.set(Slot.REFERENCE, None)
        turn.set(Slot.REFERENCE_ASKS, turn.count(Slot.REFERENCE_ASKS) + 1)
        turn.say(Utter.REFERENCE_TYPE_AGAIN)
    elif said or turn.count(Slot.REFERENCE_ASKS) >= ASKS_BEFORE_GOING_ON:
        turn.set(Slot.REFERENCE_CHECKED, True)
    else:
        turn.set(Slot.REFERENCE_ASKS, turn.count(Slot.REFERENCE_ASKS) + 1)
        turn.say(Utter.YES_OR_NO)


def not_a_reference(turn: Turn) -> None:
    """Asks once more at most; then continues without the reference."""
    asks = turn.count(Slot.REFERENCE_ASKS) + 1
    turn.set(Slot.REFERENCE_ASKS, asks)
    if asks >= ASKS_BEFORE_GOING_ON:
        settle(turn, NO_REFERENCE)
    elif turn.heard.intent is not Intent.AFFIRM:  # "yes, there is": the question comes again
        turn.say(Utter.REFERENCE_NOT_UNDERSTOOD)
