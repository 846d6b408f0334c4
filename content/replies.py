"""What people write to each question of the assistant, and what each reply does: the questions, the acts, the examples.

`data/nlu/replies/<question>.yml` teaches. A line is the acts of a reply, the most important first, and the reply:
`works_not, code: now it says CID7023`. Two acts can have a value after a space: `choice 2`, `problem no email`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from content.files import read_all
from content.schema import Invalid, Reader
from content.topics import NLU

REPLIES = NLU / "replies"
LONGEST = 100_000  # characters of the replies to one question


class Question(str, Enum):
    """What the assistant asked last and has no answer to yet. A closed list."""

    NONE = "none"
    REMEDY = "remedy"  # did you look there, did it help
    TOPIC = "topic"  # which of these problems
    REFERENCE = "reference"
    LOGIN_EMAIL = "login_email"
    EMAIL_RIGHT = "email_right"
    CONTACT_EMAIL = "contact_email"
    FIRST_SEEN = "first_seen"
    CAN_READ = "can_read"  # emails sent to the address of the login
    HAND_OVER = "hand_over"  # shall a person from the support team look at it
    ANYTHING_ELSE = "anything_else"
    FEEDBACK = "feedback"
    SAFE = "safe"


class Act(str, Enum):
    """What a reply does. A closed list; a reply can do several."""

    # Answers.
    WORKS = "works"
    WORKS_NOT = "works_not"  # tried now, did not help
    WILL_TRY = "will_try"
    TRIED_BEFORE = "tried_before"
    CANNOT_DO = "cannot_do"
    NOT_MY_PROBLEM = "not_my_problem"
    DO_NOT_KNOW = "do_not_know"
    WILL_NOT_SAY = "will_not_say"
    YES = "yes"
    NO = "no"
    CHOICE = "choice"  # the value is its number, from 1
    NONE_OF_THEM = "none_of_them"
    VALUE = "value"  # the email, code or date that was asked for
    # Questions.
    HOW = "how"
    WHY = "why"
    WHAT_IS_THAT = "what_is_that"
    HOW_LONG = "how_long"
    WHAT_NEXT = "what_next"
    WHAT_ELSE = "what_else"
    REPEAT = "repeat"
    IS_THAT_RIGHT = "is_that_right"
    QUESTION = "question"  # any other
    # Facts that were not asked for.
    EMAIL = "email"
    CODE = "code"
    DATE = "date"
    APP = "app"  # website, app or device
    PERSON_IS = "person_is"  # whose login or problem it is
    TRIED = "tried"  # something other than the step that is open
    NOTE = "note"  # any other detail
    CORRECTS = "corrects"  # a fact that was said before
    # The conversation itself.
    WAIT = "wait"
    LATER = "later"
    THANKS = "thanks"
    FINISHED = "finished"
    CANCEL = "cancel"
    START_AGAIN = "start_again"
    STOP = "stop"
    PERSON = "person"  # a human is wanted
    GREETING = "greeting"
    FEELING = "feeling"
    BACK = "back"
    GO_BACK = "go_back"
    SKIP = "skip"
    # Problems.
    PROBLEM = "problem"  # the value names it in a few words
    NOT_THAT = "not_that"  # the problem was misunderstood
    UNCLEAR = "unclear"


WITH_VALUE = {Act.CHOICE, Act.PROBLEM}


@dataclass(frozen=True)
class DoneAct:
    """`value` is empty unless the act is one of WITH_VALUE."""

    act: Act
    value: str = ""


@dataclass(frozen=True)
class Reply:
    """`acts` in the order of importance; never empty."""

    asked: Question
    text: str
    acts: tuple[DoneAct, ...]


def read_replies(folder: Path = REPLIES) -> tuple[Reply, ...]:
    """The examples of every question. Raises Invalid, which names the file."""
    return tuple(reply for file, content in read_all(folder) for reply in _of_file(file, content))


def _of_file(file: Path, content: Mapping[str, Any]) -> list[Reply]:
    read = Reader(str(file), content)
    asked = Question(read.one_of("asked", [question.value for question in Question]))
    lines = read.text("replies", longest=LONGEST).splitlines()
    read.finish()
    return [_reply(str(file), asked, line) for line in lines if line.strip()]


def _reply(place: str, asked: Question, line: str) -> Reply:
    acts, colon, text = line.partition(": ")
    if not colon or not text.strip():
        raise Invalid(place, f"{line!r} must be the acts, a colon, and what the person writes")
    return Reply(asked, text.strip(), parse_acts(place, acts))


def parse_acts(place: str, acts: str) -> tuple[DoneAct, ...]:
    """From `works_not, choice 2`. Raises Invalid, which names the place."""
    return tuple(_done(place, act.strip()) for act in acts.split(","))


def _done(place: str, written: str) -> DoneAct:
    name, _, value = written.partition(" ")
    if name not in set(Act):
        raise Invalid(place, f"{name!r} is no act")
    act = Act(name)
    if value and act not in WITH_VALUE:
        raise Invalid(place, f"{name} has no value, but {value!r} follows it")
    return DoneAct(act, value)
