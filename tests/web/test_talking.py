"""A conversation over the API: taken for good, answered in order, read by stream or by asking."""

from __future__ import annotations

import asyncio
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.web.fake_engine import FakeEngine, echo
from tests.web.person import Person
from tests.web.serving import Served, served


def test_the_greeting_is_there_before_the_engine_is_asked(person: Person, endpoint: FakeEngine) -> None:
    endpoint.away = True
    (greeting,) = person.look()
    assert "automated assistant" in greeting["text"]
    assert greeting["sender"] == "assistant"
    assert greeting["name"] == "NHS login assistant"


def test_what_is_said_is_answered(person: Person) -> None:
    assert person.ask("no code came") == ["You said: no code came", "Is that right?"]


def test_a_button_is_said_with_its_title_and_asked_with_its_payload(person: Person) -> None:
    person.ask("no code came")
    assert person.hear(person.press("Yes"))[0] == "You said: /affirm"
    own = [m["text"] for m in person.log if m["sender"] == "person"]
    assert own == ["no code came", "Yes"]


def test_a_person_can_be_asked_for_at_any_time(person: Person, endpoint: FakeEngine) -> None:
    answer = person.post(button="talk_to_a_person")
    assert person.hear(answer.json()["sequence"])[0] == "You said: /request_human"


def test_the_same_id_again_gives_the_same_answer_and_is_asked_once(person: Person, endpoint: FakeEngine) -> None:
    number = str(uuid.uuid4())
    first, again = person.say("no code", id=number), person.say("no code", id=number)
    person.hear(first)
    assert (first, sum(endpoint.heard.values())) == (again, 1)


def test_messages_that_come_at_once_are_answered_in_their_order(person: Person) -> None:
    sequences = [person.say(f"number {n}") for n in range(6)]
    person.hear(sequences[-1])
    answers = [m["text"] for m in person.log if m["text"].startswith("You said")]
    assert answers == [f"You said: number {n}" for n in range(6)]


def test_a_stream_goes_on_where_another_ended(person: Person) -> None:
    person.ask("first")
    last = person.log[-1]["sequence"]
    person.say("second")
    sequences = []
    with closing(person.events(after=last)) as events:
        for event, data in events:
            if event == "message":
                sequences.append(data["sequence"])
            if event == "read" and data["up_to"] > last:
                break
    assert sequences[0] == last + 1
    assert sequences == list(range(last + 1, last + 1 + len(sequences)))


def test_the_engine_is_told_the_time_in_england_and_no_channel(person: Person, endpoint: FakeEngine) -> None:
    person.ask("hello")
    assert "now" in endpoint.messages[0]
    assert "+" not in endpoint.messages[0]["now"]
    assert "channel" not in endpoint.messages[0]


# Safety, before the engine


def test_an_emergency_is_answered_while_the_engine_is_away(person: Person, endpoint: FakeEngine) -> None:
    endpoint.away = True
    person.say("no code came")
    sequence = person.say("i have chest pain and cant breathe")
    found = [m for m in person.look() if m["sequence"] > sequence]
    assert any("999" in m["text"] and m["emergency"] for m in found)
    assert endpoint.messages == []


def test_a_secret_is_stored_nowhere(person: Person, endpoint: FakeEngine, bot: Served) -> None:
    person.ask("my password is Sunflower22!")
    assert "[password removed]" in str(person.log)
    assert "Sunflower22!" not in str(person.log) + str(endpoint.messages)
    files = [file for file in bot.settings.data_dir.rglob("*") if file.is_file()]
    assert files
    assert not any(b"Sunflower22!" in file.read_bytes() for file in files)


@pytest.mark.parametrize("text", ["/restart", "  /session_start", '/affirm{"topic": "x"}'])
def test_a_typed_command_is_only_text(person: Person, endpoint: FakeEngine, text: str) -> None:
    person.ask(text)
    assert not endpoint.messages[0]["text"].lstrip().startswith("/")
    assert "payload" not in endpoint.messages[0]


# The engine slow, broken or away


def test_a_slow_engine_is_told_of_and_its_answer_comes(tmp_path: Path, endpoint: FakeEngine) -> None:
    with served(tmp_path, endpoint, slow_after=0.01) as bot:
        person = Person.at(bot.url)
        endpoint.may_answer = bot.call(asyncio.Event)
        sequence = person.say("no code came")
        waiting = person.wait_for("still looking")
        assert [b["title"] for b in waiting["buttons"]] == ["Leave it for support"]
        bot.call(endpoint.may_answer.set)  # type: ignore[union-attr]
        assert person.hear(sequence)[-1] == "Is that right?"
        person.http.close()


def test_a_message_is_answered_once_when_the_engine_is_back(person: Person, endpoint: FakeEngine) -> None:
    endpoint.away = True
    sequence = person.say("no code came")
    person.wait_for("I cannot answer at the moment")
    endpoint.away = False
    said = person.hear(sequence)
    assert [text for text in said if text.startswith("You said")] == ["You said: no code came"]
    assert sum("cannot answer" in text for text in said) == 1


def test_a_problem_can_be_left_for_a_person_while_the_engine_is_away(person: Person, endpoint: FakeEngine) -> None:
    endpoint.away = True
    person.say("no code came")
    person.wait_for("I cannot answer at the moment")
    person.press("Leave it for support")
    assert "email address" in person.look()[-1]["text"]
    person.say("ann@example.com, still no code")
    assert "Your case number is" in person.look()[-1]["text"]
    endpoint.away = False
    assert person.ask("thank you")[0] == "You said: thank you"
    assert [m["text"] for m in endpoint.messages] == ["thank you"]


def test_without_an_email_the_problem_is_left_all_the_same(person: Person, endpoint: FakeEngine) -> None:
    endpoint.away = True
    person.say("no code came")
    person.wait_for("I cannot answer at the moment")
    person.press("Leave it for support")
    person.say("what for")
    assert "could not find an email" in person.look()[-1]["text"]
    person.say("no email")
    assert "do not have an address for you" in person.look()[-1]["text"]


def test_a_message_that_the_engine_fails_on_is_tried_three_times_then_owned_up_to(
    person: Person, endpoint: FakeEngine
) -> None:
    endpoint.status = 500
    said = person.ask("no code came")
    assert "something went wrong" in said[-1]
    assert set(endpoint.heard.values()) == {3}
    endpoint.status = 200
    assert person.ask("and now?")[0] == "You said: and now?"


def test_stopping_to_wait_without_waiting_is_answered(person: Person) -> None:
    person.post(button="stop_waiting")
    assert person.wait_for("You are not waiting for anyone.")


def test_a_fault_of_the_bot_itself_is_owned_up_to_as_well(person: Person, endpoint: FakeEngine) -> None:
    def broken(message: dict[str, Any]) -> list[dict[str, Any]]:
        raise RuntimeError("a fault of ours")

    endpoint.answers = broken
    assert "something went wrong" in person.ask("no code came")[-1]
    endpoint.answers = echo
    assert person.ask("and now?")[0] == "You said: and now?"


def test_nonsense_from_the_engine_is_no_answer(person: Person, endpoint: FakeEngine) -> None:
    endpoint.answers = lambda message: [{"custom": 7}]
    person.say("no code came")
    assert person.wait_for("I cannot answer at the moment")
    endpoint.answers = lambda message: [{"text": "Better."}]
    assert person.wait_for("Better.")


def test_what_was_open_when_the_bot_ended_is_answered_after_its_start(tmp_path: Path, endpoint: FakeEngine) -> None:
    endpoint.away = True
    with served(tmp_path, endpoint) as bot:
        person = Person.at(bot.url)
        sequence = person.say("no code came")
        person.wait_for("I cannot answer at the moment")
        person.http.close()
    endpoint.away = False
    with served(tmp_path, endpoint) as bot:
        person.http = httpx.Client(base_url=f"{bot.url}/api/v1", trust_env=False)
        assert "You said: no code came" in person.hear(sequence)
        person.http.close()


# Ending and erasing


def test_an_ended_conversation_can_be_read_but_not_continued(person: Person) -> None:
    assert person.http.post("/end", headers=person.headers).status_code == 204
    assert person.post(text="hello").status_code == 409
    assert "ended this conversation" in person.look()[-1]["text"]
    with closing(person.events()) as events:
        assert "ended" in (event for event, _ in events)


def test_an_emergency_is_heard_after_the_end_too(person: Person) -> None:
    person.http.post("/end", headers=person.headers)
    person.say("i want to kill myself")
    assert any("999" in m["text"] for m in person.look())


def test_an_erased_conversation_is_gone_here_and_in_the_engine(
    person: Person, endpoint: FakeEngine, bot: Served
) -> None:
    person.ask("my name is Zebedee Quince")
    assert person.http.delete("/conversations", headers=person.headers).status_code == 204
    assert person.http.get("/messages", headers=person.headers).status_code == 410
    assert person.post(text="hello").status_code == 410
    retention(bot)
    assert endpoint.forgotten == [person.conversation]


def retention(bot: Served) -> None:
    asyncio.run_coroutine_threadsafe(bot.app.state.retention.run_once(), bot.loop).result(10)


def test_what_is_erased_while_the_engine_is_asked_is_forgotten_after_it(
    person: Person, endpoint: FakeEngine, bot: Served
) -> None:
    """Otherwise the engine would create the conversation again, and nothing would erase it."""
    may_answer = endpoint.may_answer = bot.call(asyncio.Event)
    person.post(text="my name is Zebedee Quince")
    assert person.http.delete("/conversations", headers=person.headers).status_code == 204
    retention(bot)
    assert endpoint.forgotten == []
    bot.call(may_answer.set)
    for _ in range(1000):
        retention(bot)
        if endpoint.forgotten:
            break
    assert (len(endpoint.messages), endpoint.forgotten) == (1, [person.conversation])


def test_a_file_that_cannot_be_deleted_holds_up_no_other_conversation(
    person: Person, endpoint: FakeEngine, bot: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def withdraw(conversation: str) -> None:
        if conversation == person.conversation:
            raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(bot.app.state.retention, "_withdraw", withdraw)
    other = Person.at(bot.url)
    for one in (person, other):
        one.http.delete("/conversations", headers=one.headers)
    other.http.close()
    retention(bot)
    assert endpoint.forgotten == [other.conversation]
    monkeypatch.undo()
    retention(bot)
    assert endpoint.forgotten == [other.conversation, person.conversation]


def test_erasing_twice_is_as_good_as_once(person: Person) -> None:
    both = [person.http.delete("/conversations", headers=person.headers).status_code for _ in range(2)]
    assert both == [204, 204]
