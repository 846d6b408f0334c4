"""Decides what happens to a person's message when it arrives. Pure; the store calls it inside its transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from bot.conversations.handover import STOP_WAITING
from bot.conversations.holder import Holder
from bot.conversations.message import ENGLISH, Reply, channel_of
from bot.conversations.message_for_support import LEAVE_MESSAGE, SupportMessageStep, leave
from bot.conversations.refusals import ButtonExpired, Ended, TooLong, TooMany
from bot.safety import LONGEST, Examined

MESSAGES_A_MINUTE = 20
EMERGENCY_FACTOR = 3  # emergencies may exceed the limit, but only up to this many times


class Responses(Protocol):
    """Returns the text of a response by its name, with its buttons; `channel` can have its own variants.

    `language` is the conversation's; where it is empty, and where it does not have the response, it is English.
    """

    def __call__(self, name: str, channel: str = "", language: str = "", **values: str) -> Reply: ...


def responses_for(say: Responses, conversation: str, language: str = "") -> Responses:
    """Returns the responses in the wording for the conversation's channel, in its language."""
    return partial(say, channel=channel_of(conversation), language=language)


@dataclass(frozen=True)
class IncomingMessage:
    """A message as it arrives.

    A button has a payload once the store has found its token; `seen` is the result of the safety check of the text.
    """

    length: int
    seen: Examined
    secrets: str = ""  # what was hidden, in words
    button: str | None = None
    most_a_minute: int = MESSAGES_A_MINUTE  # messages of one conversation


@dataclass(frozen=True)
class Situation:
    """The state of the conversation when the message arrives."""

    holder: Holder = Holder.ASSISTANT
    ended: bool = False
    in_last_minute: int = 0  # messages of the person
    oldest_in_minute: float = 0.0  # seconds since the first of them
    paused: bool = False
    language: str = ENGLISH
    stop_words: frozenset[str] = frozenset()  # in this language: typed while waiting, the assistant answers again
    banner: str | None = None  # one that this conversation has not been shown yet
    support_message_step: SupportMessageStep = SupportMessageStep.NO
    waiting: tuple[str, ...] = ()  # the person's unanswered messages
    title: str | None = None  # of the pressed button, if it is still valid
    payload: str | None = None


@dataclass(frozen=True)
class Decision:
    """What to store and say.

    If `settled`, the engine is not asked; if `settles_waiting`, it is not asked about earlier messages either.
    """

    text: str
    payload: str | None = None
    replies: tuple[Reply, ...] = ()
    system: tuple[str, ...] = ()
    settled: bool = False
    settles_waiting: bool = False
    emergency: str | None = None
    support_message_step: SupportMessageStep = SupportMessageStep.NO
    case: dict[str, Any] | None = None
    stops_waiting: bool = False


def decide(message: IncomingMessage, now: Situation, say: Responses, new_number: Callable[[], str]) -> Decision:
    """Decides about one message. Emergencies are answered in every state. Raises Refused."""
    refuse_unless_emergency(message, now)
    say = partial(say, language=now.language)
    system = (now.banner,) if now.banner else ()
    if message.button is not None:
        return decide_button(now, say, system, new_number)
    text = message.seen.text
    hidden = (say("utter_secret_hidden", secret=message.secrets),) if message.secrets else ()
    if message.seen.emergency:
        kind = message.seen.emergency.value
        words = (say(f"utter_emergency_{kind}"), say("utter_after_emergency"), *hidden)
        return Decision(
            text, replies=words, settled=True, emergency=kind, support_message_step=now.support_message_step
        )
    if not text:
        return Decision(text, replies=(*hidden, say("utter_message_empty")), system=system, settled=True)
    if now.holder is not Holder.ASSISTANT:
        stops = now.holder is Holder.QUEUE and text.casefold().strip(" .!") in now.stop_words
        return Decision(text, replies=hidden, system=system, settled=True, stops_waiting=stops)
    if now.support_message_step is not SupportMessageStep.NO:
        return decide_support_message(text, hidden, now, say, new_number)
    if now.paused:
        return Decision(text, replies=(*hidden, say("utter_paused")), system=system, settled=True)
    return Decision(text, replies=hidden, system=system)


def refuse_unless_emergency(message: IncomingMessage, now: Situation) -> None:
    """Applies the limits; an emergency is exempt from all but the rate limit. Raises Refused."""
    limit = message.most_a_minute * (EMERGENCY_FACTOR if message.seen.emergency else 1)
    if now.in_last_minute >= limit:
        raise TooMany(retry_after=60 - now.oldest_in_minute)
    if message.seen.emergency:
        return
    if now.ended:
        raise Ended
    if message.length > LONGEST:
        raise TooLong
    if message.button is not None and now.payload is None:
        raise ButtonExpired


def decide_button(now: Situation, say: Responses, system: tuple[str, ...], new_number: Callable[[], str]) -> Decision:
    """Handles the bot's own buttons here and leaves the engine's buttons to the engine."""
    title, payload = now.title or "", now.payload
    if payload == STOP_WAITING:
        not_waiting = (say("utter_not_waiting"),) if now.holder is Holder.ASSISTANT else ()
        return Decision(title, replies=not_waiting, settled=True, stops_waiting=now.holder is Holder.QUEUE)
    if payload == LEAVE_MESSAGE and now.holder is Holder.ASSISTANT:
        return decide_support_message(title, (), now, say, new_number)
    if now.holder is not Holder.ASSISTANT:
        return Decision(title, system=system, settled=True)
    if now.paused:
        return Decision(title, replies=(say("utter_paused"),), system=system, settled=True)
    return Decision(title, payload=payload, system=system)


def decide_support_message(
    text: str, hidden: tuple[Reply, ...], now: Situation, say: Responses, new_number: Callable[[], str]
) -> Decision:
    """Takes a message for the support team while the engine is away: asks for the email, then opens a case."""
    step = leave(text, now.support_message_step, now.waiting, new_number)
    values = {"case_spoken": step.case["case_number"]} if step.case else {}
    return Decision(
        text,
        replies=(*hidden, say(step.response, **values)),
        settled=True,
        settles_waiting=step.case is not None,
        support_message_step=step.support_message_step,
        case=step.case,
    )
