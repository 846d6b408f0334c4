"""Rasa's traps put right: without its actions the assistant still answers, and its store stays the real one."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rasa.core.actions.action as rasa_actions
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.core.tracker_store import AwaitableTrackerStore, FailSafeTrackerStore, InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, FollowupAction
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from sanic import Request, Sanic
from sanic.response import HTTPResponse, json, raw

from bot.engine.rasa_patches import repairs
from tests.engine.opening import served

ROOT = Path(__file__).resolve().parents[2]
TROUBLE = "Sorry, something went wrong."
DOMAIN = Domain.from_dict({"responses": {"utter_trouble": [{"text": TROUBLE}], "utter_solved": [{"text": "Good."}]}})


@pytest.fixture(autouse=True)
def _repaired() -> Iterator[None]:
    """The repair changes Rasa for the whole process; other tests get Rasa as it was."""
    original, seconds = RemoteAction.run, rasa_actions.DEFAULT_REQUEST_TIMEOUT
    repairs.apply(action_timeout=1)
    yield
    RemoteAction.run, rasa_actions.DEFAULT_REQUEST_TIMEOUT = original, seconds


async def run_action(url: str) -> list[Event]:
    action = RemoteAction("action_next_remedy", EndpointConfig(url))
    tracker = DialogueStateTracker.from_events("somebody", [], domain=DOMAIN)
    nlg = TemplatedNaturalLanguageGenerator(DOMAIN.responses)
    events: list[Event] = await action.run(CollectingOutputChannel(), nlg, tracker, DOMAIN)
    return events


async def run_against(answer: Any) -> list[Event]:
    """Runs an action against a real server on loopback that gives this answer."""
    app = Sanic(f"actions_{uuid.uuid4().hex}", configure_logging=False)
    app.add_route(answer, "/webhook", methods=["POST"])
    async with served(app) as url:
        return await run_action(f"{url}/webhook")


def dead_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def said(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, BotUttered)]


def follows(events: list[Event]) -> list[str]:
    return [event.action_name for event in events if isinstance(event, FollowupAction)]


def test_when_the_action_server_is_away_the_turn_is_broken_off_so_that_it_can_come_again() -> None:
    with pytest.raises(repairs.ActionsAway, match="action_next_remedy"):
        asyncio.run(run_action(f"http://127.0.0.1:{dead_port()}/webhook"))


def test_the_operator_finds_the_action_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async def answer(request: Request) -> HTTPResponse:
        return json({"error": "no such module"}, status=500)

    asyncio.run(run_against(answer))
    assert "action_next_remedy did not answer" in caplog.text


def test_an_action_server_that_is_broken_is_answered_for() -> None:
    async def answer(request: Request) -> HTTPResponse:
        return json({"error": "no such module"}, status=500)

    events = asyncio.run(run_against(answer))
    assert said(events) == [TROUBLE]
    assert follows(events) == ["action_listen"]


@pytest.mark.parametrize("body", [b"<html>", b"", b"[]", b'{"events": 7}', b'{"events": [{"event": "nonsense"}]}'])
def test_an_action_server_that_speaks_nonsense_is_answered_for(body: bytes) -> None:
    async def answer(request: Request) -> HTTPResponse:
        return raw(body, content_type="application/json")

    assert said(asyncio.run(run_against(answer))) == [TROUBLE]


def test_an_action_server_that_is_too_slow_is_answered_for() -> None:
    async def answer(request: Request) -> HTTPResponse:
        await asyncio.Event().wait()
        return json({})

    assert said(asyncio.run(run_against(answer))) == [TROUBLE]


def test_an_action_that_works_is_left_alone() -> None:
    async def answer(request: Request) -> HTTPResponse:
        return json({"events": [], "responses": [{"response": "utter_solved"}]})

    events = asyncio.run(run_against(answer))
    assert said(events) == ["Good."]
    assert follows(events) == []


def test_an_action_that_refuses_to_run_still_may() -> None:
    """So a form tells Rasa that a message was no answer."""

    async def answer(request: Request) -> HTTPResponse:
        return json({"action_name": "action_next_remedy", "error": "not an answer"}, status=400)

    with pytest.raises(ActionExecutionRejection):
        asyncio.run(run_against(answer))


def test_an_action_may_not_outlive_the_lock_of_its_conversation() -> None:
    """In a separate process: the launcher sets the environment when it is imported."""
    code = (
        "from bot.engine.server.serve import ACTION_TIMEOUT; from rasa.core.lock_store import LOCK_LIFETIME;"
        "print(ACTION_TIMEOUT < LOCK_LIFETIME)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "True"


class BrokenStore(InMemoryTrackerStore):
    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        raise OSError("the disk is full")


class Agent:
    """What Rasa's agent is made of, as far as its store goes."""

    class Processor:
        tracker_store: Any = None

    def __init__(self, store: Any) -> None:
        self.tracker_store = store
        self.processor = self.Processor()
        self.processor.tracker_store = store


def test_a_store_that_fails_fails_and_is_not_replaced_by_memory() -> None:
    agent = Agent(FailSafeTrackerStore(BrokenStore(Domain.empty())))
    repairs.keep_tracker_store_honest(agent)
    for holder in (agent, agent.processor):
        with pytest.raises(OSError, match="disk is full"):
            asyncio.run(holder.tracker_store.retrieve("somebody"))


def test_a_store_of_awaitables_keeps_its_answers() -> None:
    agent = Agent(FailSafeTrackerStore(AwaitableTrackerStore(InMemoryTrackerStore(Domain.empty()))))
    repairs.keep_tracker_store_honest(agent)
    assert asyncio.run(agent.tracker_store.retrieve("nobody")) is None
