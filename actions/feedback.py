"""How it went: one optional question at the end, asked once, its answer passed to the bot."""

from __future__ import annotations

from actions.names import ActionName, FlowStep, Intent, Slot, Utter
from actions.turn import Turn
from content.phrases import PhrasesOf

RATINGS = ("bad", "middle", "good")  # in the order in which they are looked for
ASKED = "feedback"  # in the slot of what is said once
_PHRASES = PhrasesOf("feedback")
_PRESSED = {Intent.RATE_WELL: "good", Intent.RATE_MIDDLE: "middle", Intent.RATE_BADLY: "bad"}


def rating_of(text: str) -> str | None:
    """`good`, `middle` or `bad`; None where a text is no answer to the question."""
    if _PHRASES["not_bad"].search(text):
        return "middle"
    return next((rating for rating in RATINGS if _PHRASES[rating].search(text)), None)


def asks_feedback(turn: Turn) -> bool:
    """Only once in a conversation, and only where there was a problem; whether it was asked now."""
    if not turn.slot(Slot.ARTICLE) or turn.form is not None or not turn.once(ASKED):
        return False
    turn.set(Slot.STEP, FlowStep.RATING)
    turn.say(Utter.ASK_FEEDBACK)
    return True


def step_under_feedback(turn: Turn) -> str | None:
    """The step of the flow; where only the question how it went is open, the one in which it was asked."""
    step: str | None = turn.slot(Slot.STEP)
    if step != FlowStep.RATING:
        return step
    return str((FlowStep.HANDED_OVER if turn.slot(Slot.CASE_NUMBER) else FlowStep.CLOSED).value)


def took_feedback(turn: Turn) -> bool:
    """Takes the message as the answer where the question is open; whether it was one."""
    if turn.slot(Slot.STEP) != FlowStep.RATING:
        return False
    turn.set(Slot.STEP, step_under_feedback(turn))
    rating = _PRESSED.get(turn.heard.intent or Intent.NLU_FALLBACK) or rating_of(turn.heard.text)
    if rating is None and turn.heard.intent is Intent.DENY:  # "no thanks": the question was optional
        turn.say(Utter.GOODBYE)
        turn.follow(ActionName.LISTEN)
        return True
    if rating is None:
        return False
    turn.set(Slot.FEEDBACK, rating)
    turn.say(Utter.FEEDBACK_NOTED)
    turn.follow(ActionName.LISTEN)
    words = None if turn.heard.pressed else turn.heard.text
    turn.tell_bot({"feedback": {"rating": rating, "words": words}})
    return True
