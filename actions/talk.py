"""The talk around the problems: the start of a session, what was not understood, and the way back to the question."""

from __future__ import annotations

import os
from collections.abc import Sequence

from rasa_sdk.events import ActionExecuted, EventType, SessionStarted

from actions.answers import answer_open_question
from actions.articles import TOPIC_OF_INTENT
from actions.names import ActionName, Intent, Slot, Utter, Walk
from actions.open_article import note_email
from actions.turn import Turn, TurnAction

_OPERATOR = {Slot.ASSISTANT_NAME: "ASSISTANT_NAME", Slot.SUPPORT_LINK: "SUPPORT_LINK"}
_QUESTIONS = {
    Walk.OFFERED.value: Utter.ASK_HELPED,
    Walk.LONGER_ASKED.value: Utter.ASK_LONGER,
    Walk.WAITING.value: Utter.ASK_CAN_READ,
}
_GUESSES = 3


class SessionStart(TurnAction):
    action_name = ActionName.SESSION_START

    def act(self, turn: Turn) -> None:
        for slot, variable in _OPERATOR.items():
            if os.environ.get(variable):
                turn.set(slot, os.environ[variable])
        turn.say(Utter.SESSION_START, assistant_name=turn.slot(Slot.ASSISTANT_NAME))

    def events(self, turn: Turn) -> list[EventType]:
        return [SessionStarted(), *turn.events(), ActionExecuted(ActionName.LISTEN.value)]


class Resume(TurnAction):
    """After an interruption the open question is asked again."""

    action_name = ActionName.RESUME

    def act(self, turn: Turn) -> None:
        ask_again(turn)


def ask_again(turn: Turn) -> None:
    """The open question, if there is one; then it is the person's turn."""
    question = _QUESTIONS.get(turn.slot(Slot.WALK))
    if question and turn.form is None:
        turn.say(question)
    turn.follow(turn.form or ActionName.LISTEN)


class Repair(TurnAction):
    """Half understood: which is meant? Not understood: first likely topics, then other words, then a person."""

    action_name = ActionName.REPAIR

    def act(self, turn: Turn) -> None:
        note_email(turn)
        if answer_open_question(turn):
            return
        likely = likely_topics(turn.heard.ranking, turn.buttons_of(Utter.TOPIC_CHOICES))
        if asks_which(turn):
            turn.say(Utter.ASK_WHICH, buttons=[*likely, *turn.buttons_of(Utter.SOMETHING_ELSE)])
            turn.follow(ActionName.LISTEN)
            return
        times = turn.count(Slot.MISUNDERSTOOD) + 1
        turn.set(Slot.MISUNDERSTOOD, times)
        if times == 1 and turn.slot(Slot.WALK) in (Walk.OFFERED, Walk.WAITING, Walk.LONGER_ASKED):
            turn.say(Utter.YES_OR_NO)
        elif times == 1:
            turn.say(Utter.NOT_UNDERSTOOD, buttons=[*likely, *turn.buttons_of(Utter.NOT_UNDERSTOOD_OFFER_HUMAN)])
        elif times == 2:
            turn.say(Utter.NOT_UNDERSTOOD_AGAIN)
        else:
            turn.say(Utter.NOT_UNDERSTOOD_OFFER_HUMAN)
        ask_again(turn)


def asks_which(turn: Turn) -> bool:
    """A problem is half understood, and no other question is open."""
    likeliest = next((intent for intent in turn.heard.ranking if intent != Intent.NLU_FALLBACK), None)
    open_question = turn.form is not None or turn.slot(Slot.WALK) in _QUESTIONS
    return turn.heard.asks_back and likeliest in set(TOPIC_OF_INTENT) and not open_question


def likely_topics(ranking: Sequence[str], buttons: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Of the buttons, those for the complaints that a message came nearest to."""
    choices = {button["payload"].lstrip("/"): button for button in buttons}
    likely = [choices[intent] for intent in ranking if intent in choices]
    return [dict(button) for button in (likely or [*choices.values()])[:_GUESSES]]


class DefaultFallback(Repair):
    """Nothing in data/stories/ fits: never silence."""

    action_name = ActionName.DEFAULT_FALLBACK
