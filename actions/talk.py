"""The talk around the problems: the start of a session, what was not understood, and the way back to the question."""

from __future__ import annotations

import os
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActionExecuted, EventType, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import answer_open_question
from actions.articles import TOPIC_OF_INTENT
from actions.names import ActionName, Intent, Slot, Utter, Walk
from actions.turn import Turn, TurnAction

_OPERATOR = {Slot.ASSISTANT_NAME: "ASSISTANT_NAME", Slot.SUPPORT_LINK: "SUPPORT_LINK"}
_QUESTIONS = {
    Walk.OFFERED.value: Utter.ASK_HELPED,
    Walk.LONGER_ASKED.value: Utter.ASK_LONGER,
    Walk.WAITING.value: Utter.ASK_CAN_READ,
}
_GUESSES = 3
_BUTTON_TITLES = {
    Intent.REPORT_EXISTING_ACCOUNT: "I already have an account",
    Intent.REPORT_MISSING_SECURITY_CODE: "I get no security code",
    Intent.REPORT_GP_CONNECTION: "My GP surgery does not connect",
    Intent.REPORT_NHS_NUMBER: "A problem with my NHS number",
    Intent.REPORT_LOGIN_DISABLED: "My NHS login is disabled",
    Intent.REPORT_LOGIN_UNAVAILABLE: "My NHS login cannot be used",
    Intent.LOST_EMAIL_ACCESS: "I lost my email address",
}


class SessionStart(TurnAction):
    action_name = ActionName.SESSION_START

    def act(self, turn: Turn) -> None:
        turn.say(Utter.SESSION_START)

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        words: list[EventType] = [
            SlotSet(slot.value, os.environ[name]) for slot, name in _OPERATOR.items() if os.environ.get(name)
        ]
        name = os.environ.get("ASSISTANT_NAME") or (tracker.get_slot(Slot.ASSISTANT_NAME.value))
        dispatcher.utter_message(response=Utter.SESSION_START.value, assistant_name=name)
        return [SessionStarted(), *words, ActionExecuted(ActionName.LISTEN.value)]


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
    """Not understood: first likely topics, then other words, then a person."""

    action_name = ActionName.REPAIR

    def act(self, turn: Turn) -> None:
        if answer_open_question(turn):
            return
        times = turn.count(Slot.MISUNDERSTOOD) + 1
        turn.set(Slot.MISUNDERSTOOD, times)
        if times == 1 and turn.slot(Slot.WALK) in (Walk.OFFERED, Walk.WAITING, Walk.LONGER_ASKED):
            turn.say(Utter.YES_OR_NO)
        elif times == 1:
            turn.say(Utter.NOT_UNDERSTOOD, buttons=likely_topics(turn.heard.ranking))
        elif times == 2:
            turn.say(Utter.NOT_UNDERSTOOD_AGAIN)
        else:
            turn.say(Utter.NOT_UNDERSTOOD_OFFER_HUMAN)
        ask_again(turn)


def likely_topics(ranking: tuple[str, ...]) -> list[dict[str, str]]:
    """Buttons for the complaints that the message came nearest to."""
    complaints = [Intent(name) for name in ranking if name in set(Intent) and Intent(name) in TOPIC_OF_INTENT]
    return [
        {"title": _BUTTON_TITLES[i], "payload": f"/{i.value}"} for i in (complaints or [*_BUTTON_TITLES])[:_GUESSES]
    ]


class DefaultFallback(Repair):
    """Nothing in data/stories/ fits: never silence."""

    action_name = ActionName.DEFAULT_FALLBACK
