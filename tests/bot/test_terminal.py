"""The terminal: lines go in, words or JSON come out, numbers and titles press buttons."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from bot.channels.terminal.terminal import Terminal, as_words, england_now, lines_of
from bot.conversations.assistant import Assistant
from bot.conversations.message import Button, Reply
from tests.bot.building import NOW, FakeEngine, run, say

BUTTONS = (Button("Yes", "/affirm"), Button("No", "/deny"))
CASE = {"handover": {"case_number": "K7M-4PQ", "reference": None, "words": ["no code", "yes"], "cases": []}}


def heard(*lines: str, engine: FakeEngine | None = None, as_json: bool = False) -> tuple[FakeEngine, str]:
    """A terminal that has heard these lines, and what it printed."""
    engine, out = engine or FakeEngine([Reply("Is it working now?", BUTTONS)]), io.StringIO()
    terminal = Terminal(Assistant(engine, say), out, as_json=as_json, clock=lambda: NOW)

    async def whole() -> None:
        await terminal.begin()
        for line in lines:
            await terminal.hear(line)

    run(whole())
    return engine, out.getvalue()


def objects(*lines: str, engine: FakeEngine | None = None) -> list[dict[str, Any]]:
    _, printed = heard(*lines, engine=engine, as_json=True)
    return [json.loads(line) for line in printed.splitlines()]


def payloads(*lines: str) -> list[str | None]:
    return [asked.payload for asked in heard(*lines)[0].asked]


def test_a_conversation_begins_with_a_greeting() -> None:
    engine, printed = heard(engine=FakeEngine([Reply("Welcome.")]))
    assert printed == "Assistant: Welcome.\n\n"
    assert len(engine.started) == 1


def test_a_line_is_a_message_with_the_clock_of_the_terminal() -> None:
    (asked,) = heard("no code came")[0].asked
    assert (asked.text, asked.at, asked.payload) == ("no code came", NOW, None)


def test_all_messages_of_a_conversation_have_its_id_and_one_of_their_own() -> None:
    engine, _ = heard("one", "two")
    assert len({asked.conversation for asked in [*engine.started, *engine.asked]}) == 1
    assert len({asked.id for asked in [*engine.started, *engine.asked]}) == 3


@pytest.mark.parametrize(
    ("line", "payload"),
    [
        ("1", "/affirm"),
        ("2", "/deny"),
        (" 2 ", "/deny"),
        ("Yes", "/affirm"),
        ("no", "/deny"),
        ("YES ", "/affirm"),
    ],
)
def test_a_number_or_a_title_presses_a_button(line: str, payload: str) -> None:
    assert payloads(line) == [payload]


@pytest.mark.parametrize("line", ["0", "3", "100", "-1", "1.", "yes please", "\u0661", "\u00b2", ""])
def test_other_lines_are_only_words(line: str) -> None:
    assert payloads(line) in ([None], [])


def test_only_the_buttons_of_the_last_reply_are_on_offer() -> None:
    engine = FakeEngine([Reply("Right?", BUTTONS), Reply("Anything else?")])
    assert [asked.payload for asked in heard("yes", engine=engine)[0].asked] == [None]


def test_a_number_stays_a_number_where_no_buttons_are() -> None:
    (asked,) = heard("1", engine=FakeEngine([Reply("When?")]))[0].asked
    assert (asked.text, asked.payload) == ("1", None)


def test_buttons_are_numbered_from_one() -> None:
    assert as_words(Reply("Is it working now?", BUTTONS)) == ("Assistant: Is it working now?\n  1) Yes\n  2) No\n")


def test_what_is_passed_on_is_shown() -> None:
    assert as_words(Reply("I have passed this on.", (), CASE)) == (
        "Assistant: I have passed this on.\n"
        "  [handover to the support team]\n"
        "    case_number: K7M-4PQ\n"
        "    reference: -\n"
        "    words: no code | yes\n"
        "    cases: -\n"
    )


# A new conversation


@pytest.mark.parametrize("line", ["---", "  --- "])
def test_three_dashes_begin_a_new_conversation(line: str) -> None:
    engine, printed = heard("one", line, "two")
    assert len(engine.started) == 2
    assert len({asked.conversation for asked in engine.asked}) == 2
    assert "\n---\n\n" in printed


def test_after_three_dashes_the_old_buttons_are_gone() -> None:
    engine = FakeEngine([Reply("Right?", BUTTONS)])
    out = io.StringIO()
    terminal = Terminal(Assistant(engine, say), out, as_json=False, clock=lambda: NOW)

    async def whole() -> None:
        await terminal.begin()
        engine.replies = [Reply("Welcome.")]
        await terminal.hear("---")
        await terminal.hear("1")

    run(whole())
    assert [asked.payload for asked in engine.asked] == [None]


# JSON


def test_every_reply_is_one_object_a_line() -> None:
    greeting, reply = objects("hello")
    assert greeting == {
        "conversation": 1,
        "turn": 0,
        "sender": "assistant",
        "text": "Is it working now?",
        "buttons": [{"title": "Yes"}, {"title": "No"}],
    }
    assert (reply["conversation"], reply["turn"]) == (1, 1)


def test_turns_are_counted_in_each_conversation() -> None:
    told = objects("one", "two", "---", "three")
    assert [(one["conversation"], one["turn"]) for one in told] == [(1, 0), (1, 1), (1, 2), (2, 0), (2, 1)]


def test_payloads_stay_inside() -> None:
    _, printed = heard("hello", as_json=True)
    assert "/affirm" not in printed


def test_what_is_passed_on_is_in_the_object() -> None:
    told = objects(engine=FakeEngine([Reply("Passed on.", (), CASE)]))
    assert told[0]["handover"]["case_number"] == "K7M-4PQ"


def test_letters_of_every_language_are_printed_as_they_are() -> None:
    _, printed = heard(engine=FakeEngine([Reply("Bun\u0103 ziua.\nA second line")]), as_json=True)
    assert "Bun\u0103" in printed
    assert len(printed.splitlines()) == 1


def test_a_new_conversation_prints_nothing_but_objects() -> None:
    assert all("text" in told for told in objects("---"))


# The rest


def test_lines_lose_their_ends_and_nothing_else() -> None:
    stream = io.StringIO(" one \r\n\ntwo\nthree", newline="\n")
    assert list(lines_of(stream)) == [" one ", "", "two", "three"]


def test_the_clock_is_naive_local_time() -> None:
    assert england_now().tzinfo is None


def test_while_the_engine_is_away_the_terminal_still_speaks() -> None:
    _, printed = heard("hello", engine=FakeEngine(away=True))
    assert "utter_session_start" in printed
    assert "utter_trouble" in printed
