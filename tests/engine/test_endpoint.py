"""The engine's endpoint: closed without the token, deaf to commands, and each message is answered exactly once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.engine.rasa_patches.repairs import ActionsAway
from bot.engine.server.endpoint import MAX_TEXT, TOKEN_VARIABLE, EngineEndpoint
from content.language import current_language
from tests.engine.opening import TOKEN, Agent, Answer, Opened, opened

MESSAGE: dict[str, Any] = {"id": "m1", "conversation": "c1", "text": "hello", "now": "2026-06-02T14:00:00"}
POSTS = ["/messages", "/parse", "/erasures"]


def at_the_endpoint(do: Callable[[Opened], Awaitable[Any]], agent: Agent | None = None, token: str = TOKEN) -> Any:
    """Opens the endpoint over the agent, does something at it, and closes it."""

    async def whole() -> Any:
        async with opened(agent or Agent(), token) as endpoint:
            return await do(endpoint)

    return asyncio.run(whole())


def sent(body: Any, agent: Agent | None = None, path: str = "/messages") -> Answer:
    answer: Answer = at_the_endpoint(lambda endpoint: endpoint.post(path, body), agent)
    return answer


# The token


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("token", [None, "", "wrong", TOKEN + "x", TOKEN[:-1], "\N{LATIN SMALL LETTER E WITH ACUTE}"])
def test_without_the_right_token_the_endpoint_is_closed(path: str, token: str | None) -> None:
    agent = Agent()
    answer = at_the_endpoint(lambda endpoint: endpoint.post(path, MESSAGE, token), agent)
    assert answer.status == 401
    assert "token is missing or wrong" in answer.text
    assert agent.heard == []


@pytest.mark.parametrize("token", [None, "", "wrong"])
def test_readiness_needs_the_token_too(token: str | None) -> None:
    assert at_the_endpoint(lambda endpoint: endpoint.get("/ready", token)).status == 401


@pytest.mark.parametrize("token", [None, "", "anything"])
def test_a_endpoint_without_a_token_stays_closed(token: str | None) -> None:
    answer = at_the_endpoint(lambda endpoint: endpoint.post("/messages", MESSAGE, token), token="")
    assert answer.status == 401


def test_a_token_in_no_known_writing_is_wrong_and_nothing_more() -> None:
    async def raw(endpoint: Opened) -> bytes:
        port = int(endpoint.url.split(":")[2].split("/")[0])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /webhooks/engine/ready HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \xff\xfe\r\n\r\n")
        line = await reader.readline()
        writer.close()
        return line

    assert b" 401 " in at_the_endpoint(raw)


@pytest.mark.parametrize(("value", "status"), [(TOKEN, 200), ("", 401)])
def test_the_token_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch, value: str, status: int) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, value)
    endpoint = EngineEndpoint.from_credentials(None)
    answer = at_the_endpoint(lambda open_endpoint: open_endpoint.get("/ready", value), token=endpoint._token)
    assert answer.status == status


# The body


@pytest.mark.parametrize("body", [[], "hello", 1, None, True, [MESSAGE]])
@pytest.mark.parametrize("path", POSTS)
def test_a_body_that_is_no_object_is_refused_with_a_sentence(path: str, body: Any) -> None:
    answer = sent(body, path=path)
    assert answer.status == 400
    assert "must be a JSON object" in answer.text


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"text=hello"])
@pytest.mark.parametrize("path", POSTS)
def test_a_body_that_is_no_json_is_refused(path: str, body: bytes) -> None:
    assert 400 <= sent(body, path=path).status < 500


@pytest.mark.parametrize("key", ["id", "conversation", "text"])
@pytest.mark.parametrize(
    "value",
    [None, 1, True, [], {}, "", "x" * (MAX_TEXT + 1)],
    ids=["null", "number", "true", "list", "object", "empty", "too long"],
)
def test_a_field_of_a_message_must_be_a_text_of_bounded_length(key: str, value: Any) -> None:
    agent = Agent()
    answer = sent(MESSAGE | {key: value}, agent)
    assert answer.status == 400
    assert f"{key} must be a text of 1 to {MAX_TEXT} characters" in answer.text
    assert agent.heard == []


@pytest.mark.parametrize("key", ["id", "conversation", "text"])
def test_a_field_of_a_message_must_be_there(key: str) -> None:
    assert sent({name: value for name, value in MESSAGE.items() if name != key}).status == 400


@pytest.mark.parametrize(("path", "key"), [("/erasures", "conversation"), ("/parse", "text")])
def test_the_other_ways_in_check_their_field_too(path: str, key: str) -> None:
    answer = sent({key: ""}, path=path)
    assert answer.status == 400
    assert key in answer.text


def test_a_text_of_the_longest_length_is_heard() -> None:
    agent = Agent()
    assert sent(MESSAGE | {"text": "x" * MAX_TEXT}, agent).status == 200
    assert len(agent.heard[0].text) == MAX_TEXT


# What a message is


def heard(body: dict[str, Any]) -> str:
    """The text that the agent gets."""
    agent = Agent()
    assert sent(body, agent).status == 200
    text: str = agent.heard[0].text
    return text


class Listening(Agent):
    """Notes the language in which it is asked."""

    language = ""

    async def handle_message(self, message: Any) -> Any:
        self.language = current_language()
        return await super().handle_message(message)


@pytest.mark.parametrize(("more", "language"), [({}, "en"), ({"language": "xx"}, "xx")])
def test_a_message_is_answered_in_the_language_of_its_conversation(more: dict[str, str], language: str) -> None:
    agent = Listening()
    assert sent(MESSAGE | more, agent).status == 200
    assert agent.language == language


@pytest.mark.parametrize("language", ["", "../en", "EN", "english", 1])
def test_a_language_is_a_code_and_never_a_path(language: object) -> None:
    assert sent(MESSAGE | {"language": language}).status == 400


def test_typed_words_are_heard_as_they_are() -> None:
    assert heard(MESSAGE | {"text": "no code / email came"}) == "no code / email came"


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        '/greet{"reference": "CID7023"}',
        "//restart",
        " / / restart",
        "\n/restart",
        "\u00a0/restart",
        "\u2003/restart",
        "\x0b/restart",
        "/\u00a0/restart",
    ],
)
def test_a_leading_slash_is_never_a_command(text: str) -> None:
    """Rasa strips every kind of blank before it looks for the slash."""
    assert not heard(MESSAGE | {"text": text}).startswith("/")


def test_only_a_slash_is_still_a_message() -> None:
    assert heard(MESSAGE | {"text": "/"})


def test_a_pressed_button_is_its_intent() -> None:
    body = {key: value for key, value in MESSAGE.items() if key != "text"} | {"payload": "/affirm"}
    assert heard(body) == "/affirm"


@pytest.mark.parametrize(
    "payload",
    [
        '/affirm{"reference": "CID7023"}',
        "/affirm{}",
        "affirm",
        "/",
        "/Affirm",
        "/affirm@0.9",
        "/affirm ",
        "/affirm\n",
        "//affirm",
        "/" + "a" * 61,
    ],
)
def test_a_payload_is_only_an_intents_name(payload: str) -> None:
    agent = Agent()
    answer = sent(MESSAGE | {"payload": payload}, agent)
    assert answer.status == 400
    assert "payload must be an intent's name after a slash" in answer.text
    assert agent.heard == []


@pytest.mark.parametrize("payload", [None, 1, "", {"intent": "affirm"}])
def test_a_payload_must_be_a_text(payload: Any) -> None:
    assert sent(MESSAGE | {"payload": payload}).status == 400


def test_the_bots_clock_channel_and_id_come_with_the_message() -> None:
    agent = Agent()
    sent(MESSAGE | {"channel": "sms", "secrets": ["password"], "other": "left out"}, agent)
    assert agent.heard[0].metadata == {
        "id": "m1",
        "now": "2026-06-02T14:00:00",
        "channel": "sms",
        "secrets": ["password"],
    }


def test_the_message_belongs_to_its_conversation() -> None:
    agent = Agent()
    sent(MESSAGE, agent)
    assert agent.heard[0].sender_id == "c1"
    assert agent.heard[0].input_channel == "engine"


# What comes back

WORDS = {"text": "Is that right?", "buttons": [{"title": "Yes", "payload": "/affirm"}]}
DATA = {"custom": {"handover": {"case_number": "K7M-4PQ"}}}


def test_replies_come_in_order_without_the_recipient() -> None:
    answer = sent(MESSAGE, Agent([{"text": "One."}, WORDS, DATA]))
    assert answer.status == 200
    assert answer.body == [{"text": "One."}, WORDS, DATA]


def test_a_response_with_blank_lines_stays_one_message() -> None:
    text = "First paragraph.\n\nSecond paragraph.\n\nThird."
    assert sent(MESSAGE, Agent([{"text": text}])).body == [{"text": text}]


def test_a_text_is_parsed_and_not_answered() -> None:
    agent = Agent()
    assert sent({"text": "/greet"}, agent, "/parse").body["text"] == "greet"
    assert agent.heard == []


@pytest.mark.parametrize(("asked", "given"), [({}, False), ({"why": True}, True), ({"why": "yes"}, False)])
def test_a_designer_may_ask_why(asked: dict[str, Any], given: bool) -> None:
    assert sent({"text": "no code"} | asked, path="/parse").body["why"] is given


def test_the_endpoint_says_when_it_is_ready() -> None:
    assert at_the_endpoint(lambda endpoint: endpoint.get("/ready")).status == 200


def test_without_a_model_it_is_not_ready() -> None:
    answer = at_the_endpoint(lambda endpoint: endpoint.get("/ready"), Agent(ready=False))
    assert answer.status == 503
    assert "model is not loaded" in answer.text


# Each message once


def twice(agent: Agent, first: dict[str, Any] = MESSAGE, second: dict[str, Any] = MESSAGE) -> tuple[Answer, Answer]:
    async def post_both(endpoint: Opened) -> tuple[Answer, Answer]:
        return await endpoint.post("/messages", first), await endpoint.post("/messages", second)

    both: tuple[Answer, Answer] = at_the_endpoint(post_both, agent)
    return both


def test_the_same_id_twice_gets_the_first_replies_and_runs_once() -> None:
    agent = Agent([{"text": "One.\n\nTwo."}, WORDS, DATA])
    first, second = twice(agent)
    assert len(agent.heard) == 1
    assert (first.status, first.body) == (second.status, second.body)


def test_words_and_data_in_one_answer_come_back_the_same() -> None:
    first, second = twice(Agent([{**WORDS, **DATA}]))
    assert first.body == second.body


def test_an_earlier_id_gets_its_own_replies_not_the_latest() -> None:
    agent = Agent([{"text": "First."}])

    async def post_three(endpoint: Opened) -> Answer:
        await endpoint.post("/messages", MESSAGE)
        agent.answers = [{"text": "Second."}]
        await endpoint.post("/messages", MESSAGE | {"id": "m2"})
        return await endpoint.post("/messages", MESSAGE)

    assert at_the_endpoint(post_three, agent).body == [{"text": "First."}]


@pytest.mark.parametrize("change", [{"id": "m2"}, {"conversation": "c2"}])
def test_another_id_or_another_conversation_is_another_message(change: dict[str, Any]) -> None:
    agent = Agent()
    twice(agent, second=MESSAGE | change)
    assert len(agent.heard) == 2


def test_the_same_id_sent_at_the_same_time_runs_once() -> None:
    async def post_both(endpoint: Opened) -> tuple[Answer, Answer]:
        agent.may_go_on = asyncio.Event()
        both = [asyncio.create_task(endpoint.post("/messages", MESSAGE)) for _ in range(2)]
        for _ in both:
            await endpoint.arrived.acquire()
        agent.may_go_on.set()
        first, second = await asyncio.gather(*both)
        return first, second

    agent = Agent()
    first, second = at_the_endpoint(post_both, agent)
    assert len(agent.heard) == 1
    assert first.body == second.body == [{"text": "Hello."}]


def test_another_conversation_does_not_wait() -> None:
    async def post_both(endpoint: Opened) -> Answer:
        agent.may_go_on = asyncio.Event()
        slow = asyncio.create_task(endpoint.post("/messages", MESSAGE))
        await endpoint.arrived.acquire()
        while not agent.heard:
            await asyncio.sleep(0)
        waiting, agent.may_go_on = agent.may_go_on, None
        quick = await endpoint.post("/messages", MESSAGE | {"conversation": "c2"})
        waiting.set()
        await slow
        return quick

    agent = Agent()
    assert at_the_endpoint(post_both, agent).status == 200


# Failures


@pytest.mark.parametrize("failure", [RuntimeError("the disk is full"), ValueError(), asyncio.TimeoutError()])
def test_an_exception_is_an_error_and_never_an_empty_answer(failure: Exception) -> None:
    answer = sent(MESSAGE, Agent(fails=failure))
    assert answer.status >= 500
    assert answer.body != []


def test_the_cause_stays_inside() -> None:
    assert "disk" not in sent(MESSAGE, Agent(fails=RuntimeError("the disk is full"))).text


def test_a_message_that_failed_is_worked_on_again() -> None:
    agent = Agent(fails=RuntimeError("the disk is full"))

    async def post_both(endpoint: Opened) -> Answer:
        await endpoint.post("/messages", MESSAGE)
        agent.fails = None
        return await endpoint.post("/messages", MESSAGE)

    assert at_the_endpoint(post_both, agent).body == [{"text": "Hello."}]


def test_an_agent_that_says_nothing_is_an_error() -> None:
    answer = sent(MESSAGE, Agent([]))
    assert answer.status == 500
    assert "had no answer" in answer.text


def test_a_message_without_an_answer_is_an_error_also_the_second_time() -> None:
    _, second = twice(Agent([]))
    assert second.status == 500
    assert second.body != []


# Beginning and forgetting


def test_a_conversation_that_begins_with_a_message_is_not_greeted_again() -> None:
    assert sent(MESSAGE).body == [{"text": "Hello."}]


def test_a_forgotten_conversation_leaves_nothing_in_the_tracker_store() -> None:
    agent = Agent()

    async def forgotten(endpoint: Opened) -> Answer:
        await endpoint.post("/messages", MESSAGE)
        assert await agent.tracker_store.retrieve("c1") is not None
        return await endpoint.post("/erasures", {"conversation": "c1"})

    assert at_the_endpoint(forgotten, agent).status == 200
    assert asyncio.run(agent.tracker_store.retrieve("c1")) is None


def test_forgetting_what_nobody_knows_is_no_fault() -> None:
    assert sent({"conversation": "c9"}, path="/erasures").status == 200


@pytest.mark.parametrize("body", [{}, {"conversation": ""}, {"conversation": 7}])
def test_forgetting_needs_a_conversation(body: dict[str, Any]) -> None:
    assert sent(body, path="/erasures").status == 400


def test_while_the_action_server_is_away_the_endpoint_says_so_and_the_message_may_come_again() -> None:
    agent = Agent(fails=ActionsAway("action_next_remedy"))

    async def twice(endpoint: Opened) -> tuple[Answer, Answer]:
        first = await endpoint.post("/messages", MESSAGE)
        agent.fails = None
        return first, await endpoint.post("/messages", MESSAGE)

    first, second = at_the_endpoint(twice, agent)
    assert (first.status, second.status, second.body) == (503, 200, [{"text": "Hello."}])


def test_a_conversation_whose_beginning_was_broken_off_is_not_greeted_in_an_answer() -> None:
    agent = Agent(begins_with=ActionsAway("action_session_start"))

    async def twice(endpoint: Opened) -> tuple[Answer, Answer]:
        first = await endpoint.post("/messages", MESSAGE)
        agent.processor.fails = None
        return first, await endpoint.post("/messages", MESSAGE)

    first, second = at_the_endpoint(twice, agent)
    assert (first.status, second.status, second.body) == (503, 200, [{"text": "Hello."}])
    assert agent.processor.began == 2
