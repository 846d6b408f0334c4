"""Random walks of plausible and hostile lines through the real engine: always an answer, and never what must not be.

`FUZZ_RUNS` in the environment sets how many random walks are taken; each has up to 20 turns.
"""

from __future__ import annotations

import os

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from bot.channels.terminal.conversation import Conversation, ShownReply
from bot.conversations.refusals import TooLong
from tests.conversations.conftest import RunningEngine
from tests.conversations.kept import events, logs_of
from tests.conversations.playing import holds

RUNS = int(os.environ.get("FUZZ_RUNS", "200"))
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


async def say(conversation: Conversation, turn: str | int) -> list[ShownReply]:
    """A line, or the press of one of the buttons that are on offer. A refusal is not among the replies."""
    if isinstance(turn, int):
        buttons = conversation.buttons
        return await (conversation.press(buttons[turn]) if turn < len(buttons) else conversation.say("ok"))
    return await conversation.say(turn)


@settings(
    max_examples=RUNS,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(turns=TURNS)
def test_whatever_is_said_the_talk_goes_on(engine: RunningEngine, turns: list[str | int]) -> None:
    conversation = engine.open()
    said: list[str] = []
    heard: list[tuple[str, str]] = []
    cases: set[tuple[str, ...]] = set()
    for turn in turns:
        replies = engine.run(say(conversation, turn))
        if conversation.refused:
            assert isinstance(conversation.refused, TooLong)
            continue
        assert replies, f"silence after {turn!r}"
        assert all(reply.text.strip() for reply in replies)
        assert not any(holds("never_said", reply.text) for reply in replies), replies
        assert not any(holds("trouble", reply.text) for reply in replies), (turns, replies)
        said += [reply.text for reply in replies]
        heard.append((str(turn), "\n".join(reply.text for reply in replies)))
        assert not loops(heard[-3:]), heard
        if any(holds("begins_again", reply.text) for reply in replies):
            cases.clear()
        for case in (reply.data["handover"] for reply in replies if "handover" in reply.data):
            problem = (case["topic"], str(case["reference"]), str(case["for_whom"]))
            assert problem not in cases or case["topic"] == "other", heard
            cases.add(problem)
    everything = repr([said, events(engine.tracker, conversation.id)]) + logs_of(engine.logs)
    assert "Traceback" not in everything
    assert not any(secret in everything for secret in SECRETS)


def loops(latest: list[tuple[str, str]]) -> bool:
    """Three different messages that all got the same words, other than the bot's own that must not vary."""
    messages, answers = zip(*latest, strict=True)
    same = len(latest) == 3 and len(set(answers)) == 1 and len({" ".join(text.split()) for text in messages}) == 3
    return same and not any(holds(fact, answers[0]) for fact in ("emergency_999", "only_english", "no_words"))


def test_somebody_who_never_answers_is_not_asked_in_the_same_words(engine: RunningEngine) -> None:
    for opening in ("CID7029", "my login is disabled", "CID2014", "CID9999", "no security code by email"):
        conversation, asked = engine.open(), list[str]()
        for line in (opening, *("blue", "seven ducks", "the cat", "on Sundays", "not sure", "marmalade")):
            asked.append(engine.say(conversation, line)[-1].text)
        assert not any(one == two == three for one, two, three in zip(asked, asked[1:], asked[2:], strict=False)), asked
