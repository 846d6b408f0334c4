"""Attackers, and people with an odd client, get a clear refusal and nothing of anybody else."""

from __future__ import annotations

import json
import uuid
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.conversations.refusals import TokenRefused
from bot.http.tokens import Tokens
from tests.web.fake_engine import FakeEngine
from tests.web.person import Person
from tests.web.serving import Served, served


def problem(answer: httpx.Response, status: int, kind: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == f"/problems/{kind}"
    assert answer.json()["detail"].endswith(".")


# Tokens


TOKENS = ["x", "a.b.c", "é", "x" * 5000, "\u202e", "null"]


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize(("method", "path"), [("GET", "/messages"), ("GET", "/events"), ("DELETE", "/conversations")])
def test_an_invalid_token_gives_no_access(bot: Served, method: str, path: str, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}".encode()}
    answer = httpx.request(method, f"{bot.url}/api/v1{path}", headers=headers, trust_env=False)
    problem(answer, 401, "token")


def test_a_token_is_for_its_own_conversation(bot: Served, person: Person) -> None:
    other = Person.at(bot.url)
    with closing(other.http):
        person.ask("my secret problem")
        assert "my secret problem" not in str(other.look())


def test_without_a_token_nothing_opens(bot: Served) -> None:
    problem(httpx.get(f"{bot.url}/api/v1/messages", trust_env=False), 401, "token")


def test_a_changed_token_is_refused(person: Person) -> None:
    head, _, rest = person.token.partition(".")
    changed = head[:-2] + ("A" if head[-2] != "A" else "B") + head[-1] + "." + rest
    problem(person.http.get("/messages", headers={"Authorization": f"Bearer {changed}"}), 401, "token")


def test_a_token_of_another_key_or_too_old_is_refused() -> None:
    tokens = Tokens("k" * 40, days=1)
    assert tokens.conversation(tokens.issue("web-1")) == "web-1"
    with pytest.raises(TokenRefused):
        tokens.conversation(Tokens("l" * 40, days=1).issue("web-1"))
    with pytest.raises(TokenRefused):
        Tokens("k" * 40, days=-1).conversation(tokens.issue("web-1"))


def test_the_key_is_made_once_and_nobody_else_reads_it(tmp_path: Path, endpoint: FakeEngine) -> None:
    with served(tmp_path, endpoint) as bot, closing(Person.at(bot.url).http):
        key = tmp_path / "bot" / "secret.key"
        before = key.read_text()
        assert key.stat().st_mode & 0o077 == 0
    with served(tmp_path, endpoint):
        assert key.read_text() == before


# Buttons


def test_invalid_and_foreign_buttons_are_refused(bot: Served, person: Person, endpoint: FakeEngine) -> None:
    person.ask("no code")
    token = person.log[-1]["buttons"][0]["token"]
    other = Person.at(bot.url)
    for given in (token, "/affirm", "affirm", "x" * 60, "'; DROP TABLE buttons; --"):
        problem(other.post(button=given), 409, "button-expired")
    other.http.close()
    assert [m for m in endpoint.messages if "payload" in m] == []


def test_a_button_pressed_again_later_is_refused(person: Person) -> None:
    person.ask("no code")
    token = person.log[-1]["buttons"][0]["token"]
    person.hear(person.press("Yes"))
    problem(person.post(button=token), 409, "button-expired")


# What is sent

HEADERS = {"content-type": "application/json"}
BAD_BODIES: list[Any] = [
    b"",
    b"{",
    b"null",
    b"[]",
    b'"text"',
    b"\xff\xfe",
    json.dumps({"text": "no id"}).encode(),
    json.dumps({"id": "1", "text": "not a uuid"}).encode(),
    json.dumps({"id": str(uuid.uuid4())}).encode(),
    json.dumps({"id": str(uuid.uuid4()), "text": "a", "button": "b"}).encode(),
    json.dumps({"id": str(uuid.uuid4()), "text": 7}).encode(),
    json.dumps({"id": str(uuid.uuid4()), "text": ["a"]}).encode(),
    json.dumps({"id": str(uuid.uuid4()), "text": "a", "sender": "agent"}).encode(),
    json.dumps({"id": str(uuid.uuid4()), "text": "a" * 20_001}).encode(),
    b'{"id": "' + str(uuid.uuid4()).encode() + b'", "text": ' + b"[" * 50_000,
]


@pytest.mark.parametrize("body", BAD_BODIES, ids=range(len(BAD_BODIES)))
def test_a_body_that_is_none_is_refused_in_words(person: Person, body: bytes) -> None:
    answer = person.http.post("/messages", content=body, headers={**person.headers, **HEADERS})
    problem(answer, 422, "malformed")


def test_a_body_that_is_too_large_is_refused(person: Person) -> None:
    body = json.dumps({"id": str(uuid.uuid4()), "text": "a" * 200_000}).encode()
    problem(person.http.post("/messages", content=body, headers={**person.headers, **HEADERS}), 413, "too-large")


def test_so_is_one_that_does_not_say_how_large_it_is(person: Person) -> None:
    body = (b"x" * 10_000 for _ in range(30))
    problem(person.http.post("/messages", content=body, headers={**person.headers, **HEADERS}), 413, "too-large")


def test_a_message_of_over_1000_characters_is_refused_and_says_how_many_it_may_have(person: Person) -> None:
    answer = person.post(text="word " * 210)
    problem(answer, 422, "too-long")
    assert "1,000" in answer.json()["detail"]


def test_a_cry_for_help_is_heard_however_long_it_is(person: Person) -> None:
    person.say("word " * 1000 + "i took all my pills i want to die")
    assert any(m["emergency"] for m in person.look())


ODD = [
    "<script>alert(1)</script>",
    "\u202eabc",
    "a\x00b\x07c",
    "👩‍👩‍👧‍👦" * 50,
    "‮" * 900,
    "%s%n{0}",
    "'; DROP TABLE messages; --",
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_text_is_only_text(person: Person, text: str) -> None:
    assert person.ask(text)
    own = next(m["text"] for m in person.log if m["sender"] == "person")
    assert "\x00" not in own
    assert "\u202e" not in own


def test_a_message_without_words_is_answered(person: Person) -> None:
    person.say("\u200b \x07")
    assert "had no words in it" in person.look()[-1]["text"]
    problem(person.post(text=""), 422, "empty")


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/messages/../..", "/.git/config", "/api/v1/messages/"])
def test_what_is_not_there_is_said_as_a_problem(bot: Served, path: str) -> None:
    answer = httpx.get(bot.url + path, trust_env=False)
    assert answer.status_code in {307, 404, 401}
    assert "Traceback" not in answer.text


def test_every_answer_carries_the_headers_that_keep_pages_apart(bot: Served, person: Person) -> None:
    for answer in (httpx.get(f"{bot.url}/healthz", trust_env=False), person.post(text="hello")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "server" not in answer.headers


# Too much


def test_the_21st_message_of_a_minute_waits(person: Person) -> None:
    for number in range(20):
        person.say(f"number {number}")
    answer = person.post(text="one more")
    problem(answer, 429, "too-many")
    assert 1 <= int(answer.headers["retry-after"]) <= 60


def test_a_cry_for_help_does_not_wait(person: Person) -> None:
    for number in range(20):
        person.say(f"number {number}")
    person.say("i cant breathe my chest hurts")


def test_an_address_opens_only_so_many_conversations(tmp_path: Path, endpoint: FakeEngine) -> None:
    with served(tmp_path, endpoint, conversations_an_hour=3) as bot:
        answers = [httpx.post(f"{bot.url}/api/v1/conversations", json={}, trust_env=False) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
    assert int(answers[-1].headers["retry-after"]) > 0


def test_the_addresses_of_one_home_are_counted_together(tmp_path: Path, endpoint: FakeEngine) -> None:
    def opened(bot: Served, address: str) -> int:
        url = f"{bot.url}/api/v1/conversations"
        return httpx.post(url, headers={"X-Forwarded-For": address}, trust_env=False).status_code

    with served(tmp_path, endpoint, conversations_an_hour=2, trusted_proxies="127.0.0.1") as bot:
        assert [opened(bot, f"2001:db8:1:2::{n}") for n in range(1, 4)] == [201, 201, 429]
        assert [opened(bot, f"2001:db8:1:{n}::1") for n in range(3, 6)] == [201, 201, 201]
        assert [opened(bot, address) for address in ("::ffff:203.0.113.1", "203.0.113.1", "203.0.113.2")] == [201] * 3


def test_a_forwarded_address_is_not_believed_unless_the_proxy_is_trusted(tmp_path: Path, endpoint: FakeEngine) -> None:
    def opened(bot: Served, number: int) -> int:
        headers = {"X-Forwarded-For": f"203.0.113.{number}"}
        url = f"{bot.url}/api/v1/conversations"
        return httpx.post(url, json={}, headers=headers, trust_env=False).status_code

    with served(tmp_path / "a", endpoint, conversations_an_hour=2) as bot:
        assert [opened(bot, n) for n in range(3)] == [201, 201, 429]
    with served(tmp_path / "b", endpoint, conversations_an_hour=2, trusted_proxies="127.0.0.1") as bot:
        assert [opened(bot, n) for n in range(3)] == [201, 201, 201]


def test_an_eleventh_stream_of_a_conversation_is_refused_and_asking_still_works(person: Person) -> None:
    streams = [person.events() for _ in range(10)]
    for stream in streams:
        next(stream)
    problem(person.http.get("/events", headers=person.headers), 503, "too-many-streams")
    assert [m["sender"] for m in person.look()] == ["assistant"]
    for stream in streams:
        stream.close()


def test_more_streams_than_the_bot_may_have_are_refused(tmp_path: Path, endpoint: FakeEngine) -> None:
    with served(tmp_path, endpoint, most_streams=2) as bot:
        people = [Person.at(bot.url) for _ in range(3)]
        streams = [person.events() for person in people]
        for stream in streams[:2]:
            next(stream)
        problem(people[2].http.get("/events", headers=people[2].headers), 503, "too-many-streams")
        for stream in streams:
            stream.close()
        for person in people:
            person.http.close()


# What operators see


def test_metrics_are_for_this_machine_alone(bot: Served, person: Person) -> None:
    person.ask("hello")
    own = httpx.get(f"{bot.url}/metrics", trust_env=False)
    assert "assistant_answer_seconds_count 1.0" in own.text
    headers = {"X-Forwarded-For": "203.0.113.9"}
    assert httpx.get(f"{bot.url}/metrics", headers=headers, trust_env=False).status_code == 404


def test_readiness_says_which_part_is_not_ready(bot: Served) -> None:
    answer = httpx.get(f"{bot.url}/readyz", trust_env=False)
    assert answer.status_code == 503  # there is no action server in this test
    assert answer.json() == {"ready": False, "store": True, "engine": True, "actions": False}
    assert httpx.get(f"{bot.url}/healthz", trust_env=False).json() == {"alive": True}


def test_a_clock_that_jumps_back_changes_no_order(tmp_path: Path, endpoint: FakeEngine) -> None:
    times = iter(range(10_000))

    def jumping() -> datetime:
        return datetime(2026, 6, 2, 12, 0, tzinfo=UTC) - timedelta(hours=next(times))

    with served(tmp_path, endpoint, jumping) as bot:
        person = Person.at(bot.url)
        for number in range(3):
            assert person.ask(f"number {number}")[0] == f"You said: number {number}"
        assert [m["sequence"] for m in person.log] == list(range(1, 1 + len(person.log)))
        person.http.close()
