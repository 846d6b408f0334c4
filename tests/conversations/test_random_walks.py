"""Random walks of plausible and hostile lines through the real engine: always an answer, and never what must not be.

`FUZZ_WALKS` in the environment sets how many walks are taken; each has up to 20 turns.
"""

from __future__ import annotations

import os
import uuid
from collections import Counter
from datetime import datetime

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from bot.conversations.message import Message, Reply
from tests.conversations.conftest import RunningEngine
from tests.conversations.playing import events, holds

NOW = datetime(2026, 6, 2, 14, 0)
WALKS = int(os.environ.get("FUZZ_WALKS", "200"))
SECRETS = ("Rhubarb91!", "482 915", "943 476 5919")
PLAUSIBLE = (
    *("CID7023", "CID7029", "cid 2011", "CID2012", "C.I.D. 2014", "CID9999", "CID7004", "it says CID2021"),
    *("no security code comes by email", "my GP will not connect", "it says I already have an NHS account"),
    *("my login is disabled", "I lost my old email", "there is no code", "no", "yes", "maybe", "still nothing"),
    *("jo@example.com", "jo.smith at gmial dot com", "no wait wrong email", "it is for my mum", "now for me"),
    *("sorry it was CID2011 not 2012", "talk to a person", "human please", "are you a robot", "what is nhs login"),
    *("stop", "start again", "never mind", "hello", "thanks", "bye", "it works now", "yesterday", "last Friday"),
    *("it has been three days since you said you would email me", "K7M-4PQ", "I do not have one", "go on without it"),
    *("I am scared", "this is a joke", "can I take ibuprofen", "how do I reset my password", "you idiot", "help"),
)
HOSTILE = (
    *(
        "",
        " ",
        "?",
        "\N{LOUDLY CRYING FACE}" * 50,
        "a" * 3000,
        "/restart",
        "/deny",
        '/give_email{"email": "x@example.com"}',
    ),
    *(
        "<script>alert(1)</script>",
        "'; drop table events; --",
        "{login_email}",
        "%s%s%n",
        "\u202egnihtemos",
        "\x00\x07\x1b[31m",
    ),
    *(
        "nie mogę się zalogować",
        "لا أستطيع",
        "null",
        "undefined",
        "None",
        "NaN",
        "-1",
        "9" * 40,
        "@@@@@",
        "....",
        "\n\n\n",
    ),
    *(f"my password is {SECRETS[0]}", f"the security code is {SECRETS[1]}", f"nhs number {SECRETS[2]}"),
)
LINES = st.one_of(st.sampled_from(PLAUSIBLE), st.sampled_from(HOSTILE), st.text(max_size=60))
TURNS = st.lists(st.one_of(LINES, st.integers(min_value=0, max_value=3)), min_size=1, max_size=20)


def spoken(conversation: str, turn: str | int, offered: list[Reply]) -> Message:
    """A line, or the press of one of the buttons that are on offer."""
    buttons = offered[-1].buttons if offered else ()
    if isinstance(turn, int) and turn < len(buttons):
        button = buttons[turn]
        return Message(uuid.uuid4().hex, conversation, button.title, NOW, button.payload)
    return Message(uuid.uuid4().hex, conversation, turn if isinstance(turn, str) else "ok", NOW)


@settings(
    max_examples=WALKS,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(turns=TURNS)
def test_whatever_is_said_the_talk_goes_on(engine: RunningEngine, turns: list[str | int]) -> None:
    conversation, replies = f"walk-{uuid.uuid4().hex}", list[Reply]()
    said: list[str] = []
    cases: list[str] = []
    for turn in turns:
        message = spoken(conversation, turn, replies)
        replies = engine.runner.run(engine.assistant.answer(message))
        assert replies, f"silence after {message.text!r}"
        assert all(reply.text.strip() for reply in replies)
        assert not any(holds("never_said", reply.text) for reply in replies), replies
        assert not any(holds("trouble", reply.text) for reply in replies), (turns, replies)
        said += [reply.text for reply in replies]
        cases += [reply.data["handover"]["case_number"] for reply in replies if "handover" in reply.data]
    assert len(cases) == len(set(cases))
    everything = repr([said, events(engine.tracker, conversation)])
    assert not any(secret in everything for secret in SECRETS)


def test_the_same_question_is_not_asked_over_and_over(engine: RunningEngine) -> None:
    """Somebody who never answers is not asked the same in the same words three times running."""
    for opening in ("CID7029", "my login is disabled", "CID2014", "CID9999", "no security code by email"):
        conversation, said = f"loop-{uuid.uuid4().hex}", list[str]()
        for line in (opening, *("blue", "seven ducks", "the cat", "on Sundays", "not sure", "marmalade")):
            replies = engine.runner.run(engine.assistant.answer(spoken(conversation, line, [])))
            said.append(replies[-1].text)
        assert max(Counter(zip(said, said[1:], said[2:], strict=False)).values()) >= 1
        assert not any(one == two == three for one, two, three in zip(said, said[1:], said[2:], strict=False)), said
