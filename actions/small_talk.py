"""The talk around the problems: the start of a session, what was not understood, and the way back to the question."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk.events import ActionExecuted, EventType, SessionStarted

from actions.corrections import recounted
from actions.feedback import took_feedback
from actions.hand_over import begin_request
from actions.help import help_buttons
from actions.names import LANGUAGE_PREFIX, ActionName, FlowStep, Form, Intent, Slot, Utter
from actions.open_article import note_email
from actions.turn import Turn
from actions.turn_action import TurnAction
from actions.yes_or_no import answer_open_question, leading_answer, tells_of_success
from content.topics import topics as all_topics

_OPERATOR = {Slot.ASSISTANT_NAME: "ASSISTANT_NAME", Slot.SUPPORT_LINK: "SUPPORT_LINK"}
_QUESTIONS = {
    FlowStep.OFFERED.value: Utter.ASK_HELPED,
    FlowStep.LONGER_ASKED.value: Utter.ASK_LONGER,
    FlowStep.WAITING.value: Utter.ASK_CAN_READ,
    FlowStep.ANSWERED.value: Utter.ASK_ANSWERED,
}
_OVER = {FlowStep.CLOSED.value, FlowStep.HANDED_OVER.value}
_GUESSES = 3


class SessionStart(TurnAction):
    action_name = ActionName.SESSION_START

    def act(self, turn: Turn) -> None:
        operators_words(turn)
        turn.say(Utter.SESSION_START, assistant_name=turn.slot(Slot.ASSISTANT_NAME))

    def events(self, turn: Turn) -> list[EventType]:
        return [SessionStarted(), *turn.events(), ActionExecuted(ActionName.LISTEN.value)]


def operators_words(turn: Turn) -> None:
    """What the operator set in the environment."""
    for slot, variable in _OPERATOR.items():
        if os.environ.get(variable):
            turn.set(slot, os.environ[variable])


class Resume(TurnAction):
    """After an interruption the open question is asked again."""

    action_name = ActionName.RESUME

    def act(self, turn: Turn) -> None:
        if took_feedback(turn):
            return
        if turn.slot(Slot.STEP) == FlowStep.OFFERED and turn.form is None and tells_of_success(turn.heard.text):
            turn.follow(ActionName.CLOSE_PROBLEM)  # "it came, thank you"
        else:
            ask_again(turn)


def ask_again(turn: Turn) -> None:
    """The open question, if there is one; then it is the person's turn."""
    question = _QUESTIONS.get(turn.slot(Slot.STEP))
    if question and turn.form is None:
        turn.say(question)
    turn.follow(turn.form or ActionName.LISTEN)


class Repair(TurnAction):
    """Half understood: which is meant? Not understood: first likely topics, then other words, then a handover."""

    action_name = ActionName.REPAIR

    def act(self, turn: Turn) -> None:
        note_email(turn)
        if took_feedback(turn) or answer_open_question(turn) or recounted(turn):
            return
        if turn.slot(Slot.STEP) in _OVER and turn.form is None and leading_answer(turn.heard.text) is False:
            turn.follow(ActionName.SAY_GOODBYE)  # "no thank you, bye"
            return
        likely = likely_topics(turn.heard.ranking, turn.responses)
        if asks_which(turn):
            turn.say(Utter.ASK_WHICH, buttons=[*likely, *turn.buttons_of(Utter.SOMETHING_ELSE)])
            turn.follow(ActionName.LISTEN)
            return
        turn.tell_bot({"not_understood": {"text": turn.heard.text, "ranking": list(turn.heard.ranking[:_GUESSES])}})
        times = turn.count(Slot.MISUNDERSTOOD) + 1
        turn.set(Slot.MISUNDERSTOOD, times)
        if times == 1 and turn.slot(Slot.STEP) in (FlowStep.OFFERED, FlowStep.WAITING, FlowStep.LONGER_ASKED):
            turn.say(Utter.YES_OR_NO)
        elif times == 1:
            turn.say(Utter.NOT_UNDERSTOOD, buttons=[*likely, *turn.buttons_of(Utter.NOT_UNDERSTOOD_OFFER_HUMAN)])
        elif times == 2:
            turn.say(Utter.NOT_UNDERSTOOD_AGAIN)
        elif turn.form is None and turn.slot(Slot.STEP) not in _OVER:
            begin_request(turn, Utter.NOT_UNDERSTOOD_HAND_OVER)
            turn.set(Slot.MISUNDERSTOOD, 0)
            turn.follow(Form.LOGIN_EMAIL)
            return
        else:
            turn.say(Utter.NOT_UNDERSTOOD_OFFER_HUMAN)
        ask_again(turn)


def asks_which(turn: Turn) -> bool:
    """A problem is half understood, and no other question is open."""
    likeliest = next((intent for intent in turn.heard.ranking if intent != Intent.NLU_FALLBACK), None)
    open_question = turn.form is not None or turn.slot(Slot.STEP) in _QUESTIONS
    answers = likeliest in all_topics().by_intent or str(likeliest).startswith(f"{Intent.HELP.value}/")
    return turn.heard.asks_back and answers and not open_question


def likely_topics(ranking: Sequence[str], responses: Mapping[str, Any]) -> list[dict[str, str]]:
    """Buttons for the topics, and the articles of the wider help, that a message came nearest to."""
    topics = {topic.intent: {"title": topic.button, "payload": topic.payload} for topic in all_topics().all}
    choices = topics | help_buttons(ranking, responses)
    likely = [choices[intent] for intent in ranking if intent in choices]
    return [dict(button) for button in (likely or [*topics.values()])[:_GUESSES]]


class Calm(TurnAction):
    """Abuse: answered calmly, once; after that only the open question, or a person, is offered."""

    action_name = ActionName.CALM
    sympathises = False

    def act(self, turn: Turn) -> None:
        if took_feedback(turn):
            return
        if turn.once("calm"):
            turn.say(Utter.CALM)
        elif turn.form is None and turn.slot(Slot.STEP) not in _QUESTIONS:
            turn.say(Utter.OFFER_HUMAN)
        ask_again(turn)


class OtherLanguage(TurnAction):
    """Only English is understood here: said in plain English, and in the language if its words are there."""

    action_name = ActionName.OTHER_LANGUAGE

    def act(self, turn: Turn) -> None:
        own = f"{LANGUAGE_PREFIX}{turn.heard.language}"
        turn.say(own if own in turn.responses else Utter.OTHER_LANGUAGE)
        turn.follow(ActionName.LISTEN)


class DefaultFallback(Repair):
    """Nothing in data/stories/ fits: never silence."""

    action_name = ActionName.DEFAULT_FALLBACK
