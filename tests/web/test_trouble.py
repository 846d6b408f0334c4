"""More trouble than one: many wait, the engine is away and then fails, the clock was set, the assistant is paused."""

from __future__ import annotations

import asyncio
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from itsdangerous import TimestampSigner

from benchmarks.server_sent_events import events_in
from bot.commands.banner import change
from bot.conversations.worker import AT_ONCE
from bot.http.tokens import Tokens
from bot.storage.banner import BANNER, PAUSE
from tests.web.fake_engine import FakeEngine
from tests.web.person import Person
from tests.web.serving import Served, served


def test_people_hear_that_the_engine_hangs_however_many_wait(tmp_path: Path, endpoint: FakeEngine) -> None:
    with served(tmp_path, endpoint, slow_after=0.01, conversations_an_hour=100) as bot:
        endpoint.may_answer = bot.call(asyncio.Event)
        people = [Person.at(bot.url) for _ in range(AT_ONCE + 4)]
        for person in people:
            person.say("no code came")
        for person in people:
            person.wait_for("still looking")
        bot.call(endpoint.may_answer.set)  # type: ignore[union-attr]
        for person in people:
            person.wait_for("You said: no code came")
            person.http.close()


def test_failures_are_counted_from_when_the_engine_is_back(person: Person, endpoint: FakeEngine) -> None:
    endpoint.away = True
    sequence = person.say("no code came")
    person.wait_for("I cannot answer at the moment")
    endpoint.status, endpoint.away = 500, False
    assert "something went wrong" in person.hear(sequence)[-1]
    assert set(endpoint.heard.values()) == {3}


def test_a_paused_assistant_does_not_answer_what_was_accepted_before(
    bot: Served, person: Person, endpoint: FakeEngine
) -> None:
    endpoint.away = True
    person.say("no code came")
    person.wait_for("I cannot answer at the moment")
    change(bot.settings, PAUSE, "pause", "ann")
    endpoint.away = False
    person.wait_for("switched off")
    assert endpoint.messages == []


def test_a_banner_that_an_emergency_left_out_is_told_with_the_next_answer(bot: Served, person: Person) -> None:
    change(bot.settings, BANNER, "Emails are late today.", "ann")
    person.say("i have chest pain and cant breathe")
    person.ask("no code came")
    assert [m["text"] for m in person.log if m["sender"] == "system"] == ["Emails are late today."]


def test_how_it_is_now_can_be_asked_by_who_gets_no_stream(tmp_path: Path, endpoint: FakeEngine) -> None:
    with served(tmp_path, endpoint, most_streams=0) as bot:
        person = Person.at(bot.url)
        change(bot.settings, BANNER, "Emails are late today.", "ann")
        with closing(person.http):
            told = person.http.get("/events", params={"once": True}, headers=person.headers).text
    names = {event.name for event in events_in(told.split("\n"))}
    assert {"message", "typing", "read", "holder", "notice"} <= names
    assert "Emails are late today." in told


def test_a_token_from_before_the_clock_was_set_back_is_good(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = Tokens("k" * 40, days=1)
    now = TimestampSigner("k").get_timestamp()
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: now + 3600)
    assert tokens.conversation(tokens.issue("web-1")) == "web-1"


def test_messages_of_before_the_clock_was_set_back_are_not_this_minutes(tmp_path: Path, endpoint: FakeEngine) -> None:
    now = datetime(2026, 6, 2, 13, 0, tzinfo=UTC)
    with served(tmp_path, endpoint, lambda: now, messages_a_minute=3) as bot:
        person = Person.at(bot.url)
        with closing(person.http):
            for words in ("one", "two", "three"):
                person.say(words)
            assert person.post(text="four").status_code == 429
            now -= timedelta(hours=1)
            person.say("four")
