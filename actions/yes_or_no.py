"""Yes and no by their first word: a second opinion where the classifier heard something else in the words after it.

"yes I had another login" answers the question; it is not a report of another login.
"""

from __future__ import annotations

import re

from actions.message import Heard
from actions.names import ActionName, FlowStep, Form, Intent, Slot, Utter
from actions.turn import Turn

_YES = re.compile(
    r"\W*(?:yes|yep|yeah|yea|yup|ye|aye|correct|it (?:did|does|worked|has)|that worked|it is now)\b", re.I
)
_NO = re.compile(
    r"\W*(?:no|nope|nah|not really|not (?:in|there|yet|working|here|anywhere)|still (?:no|not|nothing|can"
    r"|won|the same)"
    r"|nothing|none|same|tried|(?:it )?(?:did|does|is)\s?n.?t)\b|.*[,.] no\W*$",
    re.I,
)
_STILL_THERE = re.compile(
    r"\b(?:still|again|(?:did|does|is|has)\s?n.?t|not (?:working|solved|fixed)|no luck|same)\b", re.I
)
# "no email with a code" is the problem again, "no, I have" is an answer.
_NO_THING = re.compile(r"\W*no (?:security|code|email|e-mail|text|sms|gp|nhs|sign|message|verification)", re.I)
_BUT = re.compile(
    r"\b(?:but|still|not|never|cannot|(?:is|was|did|does|do|has|have|had|can?|could|wo|would|are|were)n.?t)\b", re.I
)
_WORKS = re.compile(
    r"\b(?:it|that|this|now|all) (?:works|worked|is working|did it|good|sorted|fine)\b|\bsolved\b", re.I
)
_FEW_WORDS, _SHORT_YES = 3, 5
_SUCCESS = re.compile(
    r"\b(?:it|that|this|all|now|and) (?:\w+ )?(?:works?|worked|working|did (?:it|the trick)|helped|solved|sorted|fixed"
    r"|came|arrived|done|good|fine|ok|okay|perfect)\b"
    r"|\b(?:i.?m|i am|we.?re|we are|got) (?:\w+ )?in\b(?! (?:the|my|a|your|our|here|there))"
    r"|\bhooray\b|\bbrilliant\b|\b(?:got|found) it\b|\bit was (?:in|there)\b|\bthere it (?:is|was)\b",
    re.IGNORECASE,
)
_THANKS = re.compile(r"\bthanks?\b|\bthank you\b", re.IGNORECASE)
_NO_CODE = re.compile(
    r"\b(?:no|not|without|isn.?t|don.?t|doesn.?t|didn.?t|can.?t|cannot|there.?s no|nothing)\b.{0,25}"
    r"\b(?:codes?|references?|refs?|numbers?|cid|any|one|see|there|anything)\b",
    re.I,
)


def leading_answer(text: str) -> bool | None:
    """True for yes, False for no, None where the first words are neither."""
    if _YES.match(text) and not _BUT.search(text):
        return True
    if _NO.match(text) and not _NO_THING.match(text) and not _WORKS.search(text):
        return False
    return None


def yes_or_no(heard: Heard) -> bool | None:
    """The answer to a yes-or-no question: the first word decides over the classifier's view of the rest."""
    said = None if heard.pressed else leading_answer(heard.text)
    return said if said is not None else {Intent.AFFIRM: True, Intent.DENY: False}.get(heard.intent or Intent.GREET)


def says_still_there(text: str) -> bool:
    """A problem that was thought to be over is not: "didn't work", not only "no"."""
    return _STILL_THERE.search(text) is not None


def says_solved(heard: Heard) -> bool:
    """A yes to "did that solve it": short, or with words of success; "yes I am with my GP" may mean anything."""
    few = len(heard.text.split()) <= (_SHORT_YES if leading_answer(heard.text) else _FEW_WORDS)
    return heard.pressed or few or tells_of_success(heard.text) or _THANKS.search(heard.text) is not None


def tells_of_success(text: str) -> bool:
    """ "It came!", however it is classified."""
    success = _WORKS.search(text) or _SUCCESS.search(text)
    return success is not None and not _BUT.search(text)


def says_there_is_no_code(text: str) -> bool:
    """The answer to "is there a code on the screen", however it is put."""
    return _NO_CODE.search(text) is not None


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
