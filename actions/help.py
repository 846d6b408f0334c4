"""The wider help: articles that are one response each, found by what the message asks or by its reference.

An article is the response `utter_help/<name>`. Its metadata may hold `title`, for a button, and `references`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from actions.feedback import took_feedback
from actions.login_email_form import decline, declines
from actions.message import Heard
from actions.names import HELP_PREFIX, ActionName, FlowStep, Form, Intent, Slot, Utter
from actions.turn import Turn
from actions.turn_action import TurnAction

# An open question of a problem comes first; only where none is open is "did that answer it" asked.
_FREE = {None, FlowStep.CLOSED.value, FlowStep.ANSWERED.value}


def help_for_reference(references: list[str], responses: Mapping[str, Any]) -> str | None:
    """The response of the article that names one of the references."""
    for name, variants in responses.items():
        named = (variants[0].get("metadata") or {}).get("references", ()) if name.startswith(HELP_PREFIX) else ()
        if set(named) & set(references):
            return name
    return None


def help_for(heard: Heard, responses: Mapping[str, Any]) -> str | None:
    """The response that answers a message, if an article does."""
    by_reference = help_for_reference([one.value for one in heard.references if not one.known], responses)
    by_words = f"{HELP_PREFIX}{heard.help_article}"
    return by_reference or (by_words if by_words in responses else None)


def help_buttons(ranking: Sequence[str], responses: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """A button for each help article in a ranking of intents, by the intent's name."""
    titles = {name: str((variants[0].get("metadata") or {}).get("title", "")) for name, variants in responses.items()}
    likely = [name for name in ranking if titles.get(f"utter_{name}")]
    return {name: {"title": titles[f"utter_{name}"], "payload": f"/{name}"} for name in likely}


def give_help(turn: Turn, response: str) -> None:
    """The article; then the question that was open, or whether that answered it."""
    turn.say(response)
    free = turn.form is None and turn.slot(Slot.STEP) in _FREE
    if free:
        turn.set(Slot.STEP, FlowStep.ANSWERED)
    # Choices that lead on take the place of the question.
    leads_on = any(button["payload"] != f"/{Intent.REQUEST_HUMAN.value}" for button in turn.buttons_of(response))
    turn.follow(ActionName.LISTEN if free and leads_on else ActionName.RESUME)


class Help(TurnAction):
    """A question beside the problems: answered where an article does, else said to lie outside."""

    action_name = ActionName.HELP

    def act(self, turn: Turn) -> None:
        if took_feedback(turn):
            return
        article = help_for(turn.heard, turn.responses)
        if turn.form is Form.LOGIN_EMAIL and declines(turn.heard.text):
            decline(turn)
            turn.follow(Form.LOGIN_EMAIL)
        elif article:
            give_help(turn, article)
        else:
            turn.say(Utter.OUT_OF_SCOPE)
            turn.follow(ActionName.RESUME)
