"""Decides whether a person can wait for an agent, and words what they are told. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from bot.conversations.decision import Responses
from bot.conversations.message import Reply

STEP = 5  # minutes: an estimate is not more exact than that
LONGEST_ESTIMATE = 120  # minutes; beyond it nothing is said
FEWEST = 3  # handled conversations that an estimate needs


@dataclass(frozen=True)
class Staffing:
    """The desk at one moment. `handling_times` are the seconds that recent conversations with agents took."""

    open: bool
    present: int  # agents that can take conversations
    handling_times: tuple[float, ...] = ()
    opens_at: datetime | None = None  # local time in England, where it is closed
    in_use: bool = True  # whether there is any account at the desk at all


@dataclass(frozen=True)
class QueuePlace:
    """`position` counts from 1; `minutes` is None if there is no estimate."""

    position: int
    minutes: int | None = None


def estimate(position: int, now: Staffing) -> int | None:
    """Returns the minutes until an agent is free, rounded up; None if too little is known."""
    if now.present < 1 or len(now.handling_times) < FEWEST:
        return None
    typical = sorted(now.handling_times)[len(now.handling_times) // 2]
    minutes = STEP * math.ceil(position * typical / now.present / 60 / STEP)
    return minutes if minutes <= LONGEST_ESTIMATE else None


def can_wait(now: Staffing) -> bool:
    return now.open and now.present > 0


def waiting_text(place: QueuePlace, say: Responses, *, has_email: bool) -> Reply:
    """Says the position in the queue, whether the page can be closed, and how to stop waiting."""
    names = ("utter_waiting_first", "utter_waiting_one", "utter_waiting")
    reply = _by_place(place, say, names)
    more = [] if place.minutes is None else [say("utter_waiting_minutes", minutes=str(place.minutes)).text]
    more.append(say("utter_waiting_may_leave" if has_email else "utter_waiting_stay").text)
    return Reply("\n\n".join([" ".join([reply.text, *more[:-1]]), more[-1]]), reply.buttons, reply.data)


def place_text(place: QueuePlace, say: Responses) -> Reply:
    """Says the new position in a few words."""
    names = ("utter_still_waiting_first", "utter_still_waiting_one", "utter_still_waiting")
    reply = _by_place(place, say, names)
    if place.minutes is None:
        return reply
    minutes = say("utter_waiting_minutes", minutes=str(place.minutes)).text
    return Reply(f"{reply.text} {minutes}", reply.buttons, reply.data)


def _by_place(place: QueuePlace, say: Responses, names: tuple[str, str, str]) -> Reply:
    """The response for the person who is next, for one with 1 person ahead, or for one with more."""
    return say(names[min(place.position, len(names)) - 1], ahead=str(place.position - 1))


def nobody_available_text(now: Staffing, say: Responses) -> Reply:
    """Says that no agent is available, when the desk opens, and that the assistant continues."""
    if now.open or now.opens_at is None:
        return say("utter_nobody_free")
    return say("utter_desk_closed", opens=in_words(now.opens_at, say))


def answered(say: Responses, *, has_email: bool) -> str:
    """Says how the support team answers a case that no agent took in the conversation."""
    return say("utter_answer_by_email" if has_email else "utter_answer_needs_email").text


def in_words(at: datetime, say: Responses) -> str:
    """Formats a time such as `Monday 8 June at 8am`."""
    minutes = f":{at:%M}" if at.minute else ""
    time = say("utter_time_am" if at.hour < 12 else "utter_time_pm", time=f"{at.hour % 12 or 12}{minutes}").text
    weekday = say("utter_weekdays").text.split(", ")[at.weekday()]
    month = say("utter_months").text.split(", ")[at.month - 1]
    return say("utter_date_and_time", weekday=weekday, day=str(at.day), month=month, time=time).text
