"""What becomes of a person's message at the moment it comes in. Pure: the store calls it inside its transaction."""

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
CRIES = 3  # times as many: an emergency is heard beyond the limit, but not without end


class Responses(Protocol):
    """The words of a response by its name, with its buttons; `channel` may have variants of its own.

    `language` is the conversation's; where it is empty, and where it does not have the response, it is English.
    """

    def __call__(self, name: str, channel: str = "", language: str = "", **values: str) -> Reply: ...


def responses_for(say: Responses, conversation: str, language: str = "") -> Responses:
    """The words that fit the channel of the conversation, and its language."""
    return partial(say, channel=channel_of(conversation), language=language)


@dataclass(frozen=True)
class Said:
    """What came in. A button has a payload once the store has found its token; `seen` is what safety made of a text."""

    length: int
    seen: Examined
    secrets: str = ""  # what was hidden, in words
    button: str | None = None
    most_a_minute: int = MESSAGES_A_MINUTE  # messages of one conversation


@dataclass(frozen=True)
class Situation:
    """The conversation as it stands when the message comes in."""

    holder: Holder = Holder.ASSISTANT
    ended: bool = False
    in_last_minute: int = 0  # messages of the person
    oldest_in_minute: float = 0.0  # seconds since the first of them
    paused: bool = False
    language: str = ENGLISH
    stop_words: frozenset[str] = frozenset()  # in this language, typed while waiting: the assistant shall answer again
    banner: str | None = None  # one that this conversation was not told yet
    support_message_step: SupportMessageStep = SupportMessageStep.NO
    waiting: tuple[str, ...] = ()  # the person's messages that are not answered yet
    title: str | None = None  # of the pressed button, where it still holds
    payload: str | None = None


@dataclass(frozen=True)
class Decision:
    """`settled`: the engine is not asked. `settles_waiting`: nor for what came before."""

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


def decide(said: Said, now: Situation, say: Responses, new_number: Callable[[], str]) -> Decision:
    """Raises Refused. An emergency is heard in every state, whatever else is wrong."""
    refuse_unless_emergency(said, now)
    say = partial(say, language=now.language)
    system = (now.banner,) if now.banner else ()
    if said.button is not None:
        return pressed(now, say, system, new_number)
    text = said.seen.text
    hidden = (say("utter_secret_hidden", secret=said.secrets),) if said.secrets else ()
    if said.seen.emergency:
        kind = said.seen.emergency.value
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
        return left(text, hidden, now, say, new_number)
    if now.paused:
        return Decision(text, replies=(*hidden, say("utter_paused")), system=system, settled=True)
    return Decision(text, replies=hidden, system=system)


def refuse_unless_emergency(said: Said, now: Situation) -> None:
    """Raises Refused."""
    limit = said.most_a_minute * (CRIES if said.seen.emergency else 1)
    if now.in_last_minute >= limit:
        raise TooMany(retry_after=60 - now.oldest_in_minute)
    if said.seen.emergency:
        return
    if now.ended:
        raise Ended
    if said.length > LONGEST:
        raise TooLong
    if said.button is not None and now.payload is None:
        raise ButtonExpired


def pressed(now: Situation, say: Responses, system: tuple[str, ...], new_number: Callable[[], str]) -> Decision:
    """A button of ours is answered here; the engine's go to the engine."""
    title, payload = now.title or "", now.payload
    if payload == STOP_WAITING:
        not_waiting = (say("utter_not_waiting"),) if now.holder is Holder.ASSISTANT else ()
        return Decision(title, replies=not_waiting, settled=True, stops_waiting=now.holder is Holder.QUEUE)
    if payload == LEAVE_MESSAGE and now.holder is Holder.ASSISTANT:
        return left(title, (), now, say, new_number)
    if now.holder is not Holder.ASSISTANT:
        return Decision(title, system=system, settled=True)
    if now.paused:
        return Decision(title, replies=(say("utter_paused"),), system=system, settled=True)
    return Decision(title, payload=payload, system=system)


def left(
    text: str, hidden: tuple[Reply, ...], now: Situation, say: Responses, new_number: Callable[[], str]
) -> Decision:
    """The problem is left for a person while the engine is away: the email is asked for, then a case opens."""
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
