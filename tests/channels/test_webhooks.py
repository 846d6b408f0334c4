"""What comes twice, too large, unsigned or from elsewhere, in every messaging channel."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from bot.channels.messaging.registry import Messaging
from bot.storage.conversations.erasing import erase_everywhere
from bot.storage.tables.messages import messages
from content.files import ROOT
from tests.channels.driver import Request
from tests.channels.drivers import DRIVERS
from tests.channels.kept import all_conversations, conversation_of, in_store, responses_for
from tests.channels.serving import Reached
from tests.channels.talking import Person
from tests.web.fake_engine import FakeEngine
from tests.web.serving import served


def test_the_same_request_again_does_nothing(all_on: Reached, person: Person, endpoint: FakeEngine) -> None:
    request = person.driver.say(person.address, "I do not get a code")
    assert person.post(request).status_code == 200
    person.wait_for("Is that right?")
    for _ in range(3):
        assert person.post(request).status_code == 200
    assert list(endpoint.heard.values()) == [1]
    assert responses_for(all_on, conversation_of(all_on, person), "person") == ["I do not get a code"]


def test_the_same_request_at_the_same_moment_is_one_message(
    all_on: Reached, person: Person, endpoint: FakeEngine
) -> None:
    request = person.driver.say(person.address, "I do not get a code")
    with ThreadPoolExecutor(8) as pool:
        assert {answer.status_code for answer in pool.map(person.post, [request] * 8)} == {200}
    person.read = 0
    person.wait_for("Is that right?")
    assert len(all_conversations(all_on)) == 1
    assert list(endpoint.heard.values()) == [1]
    assert sum("Hello. I am" in seen.text for seen in person.mine) == 1


def test_a_request_that_comes_again_after_the_conversation_was_erased_opens_none(
    all_on: Reached, person: Person
) -> None:
    request = person.driver.say(person.address, "I do not get a code")
    person.post(request)
    person.wait_for("Is that right?")
    conversation = conversation_of(all_on, person)
    in_store(all_on, lambda sql: erase_everywhere(sql, conversation, datetime.now(UTC), "test"))
    assert person.post(request).status_code == 200
    assert all_conversations(all_on) == []


def test_the_providers_number_fits_the_store(all_on: Reached, person: Person) -> None:
    """PostgreSQL would refuse a longer one; Messenger's have about a hundred characters."""
    person.say("hello")
    person.wait_for("Is that right?")
    numbers = in_store(all_on, lambda sql: list(sql.execute(select(messages.c.message_id)).scalars()))
    assert max(map(len, numbers)) <= 80


def test_what_is_not_signed_has_no_effect(all_on: Reached, person: Person, endpoint: FakeEngine) -> None:
    request = person.driver.say(person.address, "I do not get a code")
    unsigned = {"content-type": request.headers["content-type"]}
    assert person.post(Request(request.body, unsigned)).status_code == 403
    assert person.post(Request(request.body[:-2] + b"  ", request.headers)).status_code in (400, 403)
    assert all_conversations(all_on) == []
    assert endpoint.messages == []


def test_a_channel_cannot_be_spoken_to_with_the_signature_of_another(all_on: Reached, person: Person) -> None:
    for other, driver in DRIVERS.items():
        if other != person.channel:
            foreign = driver.say(driver.address, "hello")
            assert person.post(foreign).status_code == 403
    assert all_conversations(all_on) == []


def test_a_conversation_belongs_to_its_channel(all_on: Reached, person: Person) -> None:
    person.say("hello")
    person.wait_for("Is that right?")
    conversation = conversation_of(all_on, person)
    assert conversation.partition("-")[0] == person.channel
    signed = all_on.bot.app.state.web.tokens.issue(conversation)
    answer = httpx.get(
        f"{all_on.bot.url}/api/v1/messages", headers={"authorization": f"Bearer {signed}"}, trust_env=False
    )
    assert answer.status_code == 401


def test_a_body_that_is_too_large_is_refused(person: Person) -> None:
    request = person.driver.say(person.address, "x" * 3_000_000)
    assert person.post(request).status_code == 413


@pytest.mark.parametrize("person", ["telegram", "sms"], indirect=True)  # it waits for the store: two must do
def test_when_the_store_fails_the_message_comes_again_or_the_person_is_told(all_on: Reached, person: Person) -> None:
    person.say("hello")
    person.wait_for("Is that right?")
    blocker = sqlite3.connect(all_on.bot.settings.data_dir / "bot" / "conversations.db", isolation_level=None)
    blocker.execute("BEGIN EXCLUSIVE")
    request = person.driver.say(person.address, "are you there")
    answer = person.post(request)
    blocker.execute("ROLLBACK")
    blocker.close()
    if person.channel == "sms":  # Twilio does not bring it again
        assert "Something went wrong on our side" in answer.text
    else:
        assert answer.status_code == 503
        assert person.post(request).status_code == 200
        person.wait_for("You said: are you there")


@pytest.mark.parametrize("person", ["sms", "whatsapp"], indirect=True)
def test_when_the_store_fails_a_cry_for_help_is_answered_all_the_same(all_on: Reached, person: Person) -> None:
    blocker = sqlite3.connect(all_on.bot.settings.data_dir / "bot" / "conversations.db", isolation_level=None)
    with closing(blocker):
        blocker.execute("BEGIN EXCLUSIVE")
        answer = person.post(person.driver.say(person.address, "my husband has chest pain and cannot breathe"))
    assert "999" in answer.text
    assert "Something went wrong" not in answer.text


def test_a_get_is_refused_where_the_provider_sends_none(person: Person) -> None:
    answer = httpx.get(f"{person.at}/channels/{person.channel}", trust_env=False)
    assert answer.status_code == (403 if person.driver.calls_by_get else 405)


def test_a_channel_that_is_not_there_is_not_found(all_on: Reached) -> None:
    assert httpx.post(f"{all_on.bot.url}/channels/fax", trust_env=False).status_code == 404


def test_without_any_channel_there_is_nothing_to_reach(tmp_path: Path) -> None:
    with served(tmp_path, FakeEngine(), messaging=Messaging()) as bot:
        assert httpx.post(f"{bot.url}/channels/telegram", trust_env=False).status_code == 404


def test_a_channel_that_is_off_costs_no_import() -> None:
    code = "import sys, bot.container; print(*sorted({'slack_sdk', 'twilio', 'requests'} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == ""
