"""Yes and no by their first word: a second opinion where the classifier heard something else in the words after it.

"yes I had another login" answers the question; it is not a report of another login.
"""

from __future__ import annotations

from actions.message import Heard
from actions.names import ActionName, FlowStep, Form, Intent, Slot, Utter
from actions.turn import Turn
from content.phrases import PhrasesOf

_PHRASES = PhrasesOf("yes_or_no")
_FEW_WORDS, _SHORT_YES = 3, 5


def leading_answer(text: str) -> bool | None:
    """True for yes, False for no, None where the first words are neither."""
    if _PHRASES["yes"].match(text) and not _PHRASES["but"].search(text):
        return True
    if _PHRASES["no"].match(text) and not _PHRASES["no_thing"].match(text) and not _PHRASES["works"].search(text):
        return False
    return None


def yes_or_no(heard: Heard) -> bool | None:
    """The answer to a yes-or-no question: the first word decides over the classifier's view of the rest."""
    said = None if heard.pressed else leading_answer(heard.text)
    return said if said is not None else {Intent.AFFIRM: True, Intent.DENY: False}.get(heard.intent or Intent.GREET)


def says_still_there(text: str) -> bool:
    """A problem that was thought to be over is not: "didn't work", not only "no"."""
    return _PHRASES["still_there"].search(text) is not None


def says_solved(heard: Heard) -> bool:
    """A yes to "did that solve it": short, or with words of success; "yes I am with my GP" may mean anything."""
    few = len(heard.text.split()) <= (_SHORT_YES if leading_answer(heard.text) else _FEW_WORDS)
    return heard.pressed or few or tells_of_success(heard.text) or _PHRASES["thanks"].search(heard.text) is not None


def tells_of_success(text: str) -> bool:
    """ "It came!", however it is classified."""
    success = _PHRASES["works"].search(text) or _PHRASES["success"].search(text)
    return success is not None and not _PHRASES["but"].search(text)


def says_there_is_no_code(text: str) -> bool:
    """The answer to "is there a code on the screen", however it is put."""
    return _PHRASES["no_code"].search(text) is not None


def answer_open_question(turn: Turn) -> bool:
    """Goes on where a yes or no was asked for and the message begins with one; whether it did."""
    said, step = leading_answer(turn.heard.text), turn.slot(Slot.STEP)
    if said is None and step == FlowStep.OFFERED and not turn.heard.problems and tells_of_success(turn.heard.text):
        said = True
    if said is None or turn.form is not None or turn.heard.references:
        return False
    follow_answer(turn, FlowStep(step) if step else None, said)
    return step in (FlowStep.OFFERED, FlowStep.WAITING, FlowStep.LONGER_ASKED, FlowStep.ANSWERED)


def follow_answer(turn: Turn, step: FlowStep | None, said: bool) -> None:
    if step is FlowStep.OFFERED:
        turn.follow(ActionName.CLOSE_PROBLEM if said else ActionName.NEXT_REMEDY)
    elif step is FlowStep.WAITING:
        turn.follow(ActionName.CLOSE_PROBLEM if said else ActionName.NOTE_LOST_MAILBOX)
    elif step is FlowStep.LONGER_ASKED and said:
        turn.say(Utter.WAIT_LONGER)
        turn.follow(Form.LOGIN_EMAIL)
    elif step is FlowStep.LONGER_ASKED or (step is FlowStep.ANSWERED and said):
        turn.follow(ActionName.CLOSE_PROBLEM)
    elif step is FlowStep.ANSWERED:
        turn.say(Utter.NO_MORE_HELP)
        turn.follow(ActionName.LISTEN)
