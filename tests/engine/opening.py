"""The engine's endpoint opened on loopback, over an agent that answers from a list in place of Rasa's."""

from __future__ import annotations

import asyncio
import json
import socket
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from rasa.core.actions.action import create_bot_utterance
from rasa.core.channels.channel import OutputChannel, UserMessage, register
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Request, Sanic

from bot.engine.server.endpoint import EngineEndpoint
from bot.nlu.importer import derived_domain
from content.topics import NLU

TOKEN = "a shared token"


class Processor:
    """Starts sessions as Rasa's does: only where the conversation is new."""

    def __init__(
        self, store: InMemoryTrackerStore, greeting: Sequence[dict[str, Any]], fails: BaseException | None
    ) -> None:
        self._store = store
        self._greeting = greeting
        self.fails = fails
        self.began = 0

    async def fetch_tracker_with_initial_session(
        self, conversation: str, output: OutputChannel, metadata: dict[str, Any]
    ) -> DialogueStateTracker:
        tracker = await self._store.get_or_create_tracker(conversation, append_action_listen=False)
        if not tracker.events:
            self.began += 1
            if self.fails:
                raise self.fails
            tracker.update(SessionStarted(metadata=metadata))
            await say(tracker, output, self._greeting)
        return tracker

    async def save_tracker(self, tracker: DialogueStateTracker) -> None:
        await self._store.save(tracker)

    async def parse_message(self, message: UserMessage) -> dict[str, Any]:
        return {"text": message.text, "intent": {"name": "greet"}, "why": message.metadata.get("why")}


def whole_domain() -> Domain:
    """As the importer completes it."""
    files = [str(file) for file in sorted(NLU.rglob("*.yml"))]
    return Domain.load("domain.yml").merge(Domain.from_dict(derived_domain(files)))


@dataclass
class Agent:
    """Says `answers` to every message. `heard` are the messages that it worked on, once each time it ran."""

    answers: Sequence[dict[str, Any]] = ({"text": "Hello."},)
    greeting: Sequence[dict[str, Any]] = ({"text": "Welcome."},)
    fails: BaseException | None = None
    begins_with: BaseException | None = None  # the first session fails to start
    ready: bool = True
    may_go_on: asyncio.Event | None = None
    heard: list[UserMessage] = field(default_factory=list)
    domain: Domain = field(default_factory=whole_domain)
    tracker_store: InMemoryTrackerStore = field(default_factory=lambda: InMemoryTrackerStore(Domain.empty()))

    def __post_init__(self) -> None:
        self.processor = Processor(self.tracker_store, self.greeting, self.begins_with)

    def is_ready(self) -> bool:
        return self.ready

    async def handle_message(self, message: UserMessage) -> None:
        self.heard.append(message)
        if self.may_go_on:
            await self.may_go_on.wait()
        if self.fails:
            raise self.fails
        tracker = await self.tracker_store.get_or_create_tracker(message.sender_id)
        tracker.update(UserUttered(message.text, metadata=message.metadata))
        await say(tracker, message.output_channel, self.answers)
        await self.tracker_store.save(tracker)


async def say(tracker: DialogueStateTracker, output: OutputChannel, answers: Sequence[dict[str, Any]]) -> None:
    """Notes and sends what is said, with Rasa's own functions."""
    for answer in answers:
        event = create_bot_utterance(dict(answer))
        tracker.update(event)
        await output.send_response(tracker.sender_id, event.message())


@dataclass
class Answer:
    status: int
    body: Any
    text: str


@dataclass
class Opened:
    """`arrived` counts requests at the endpoint, also those that wait."""

    url: str
    http: aiohttp.ClientSession
    app: Sanic
    arrived: asyncio.Semaphore

    async def post(self, path: str, body: Any, token: str | None = TOKEN) -> Answer:
        headers = {"authorization": f"Bearer {token}"} if token is not None else {}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers["content-type"] = "application/json"
        async with self.http.post(f"{self.url}{path}", data=data, headers=headers) as response:
            return await _answer(response)

    async def get(self, path: str, token: str | None = TOKEN) -> Answer:
        headers = {"authorization": f"Bearer {token}"} if token is not None else {}
        async with self.http.get(f"{self.url}{path}", headers=headers) as response:
            return await _answer(response)


async def _answer(response: aiohttp.ClientResponse) -> Answer:
    text = await response.text()
    try:
        body = json.loads(text)
    except ValueError:
        body = None
    return Answer(response.status, body, text)


@asynccontextmanager
async def served(app: Sanic) -> AsyncIterator[str]:
    """A real server on a free port of loopback; its address."""
    Sanic.test_mode = True  # else Sanic 21.12 rewrites its own code once, for the first app of a process
    with socket.socket() as subscribe:
        subscribe.bind(("127.0.0.1", 0))
        server = await app.create_server(sock=subscribe, return_asyncio_server=True, access_log=False)
        await server.startup()
        await server.start_serving()
        try:
            yield f"http://127.0.0.1:{subscribe.getsockname()[1]}"
        finally:
            server.close()
            await server.wait_closed()


@asynccontextmanager
async def opened(agent: Agent | None, token: str = TOKEN) -> AsyncIterator[Opened]:
    """Rasa mounts the endpoint as it does in the product."""
    arrived = asyncio.Semaphore(0)
    app = Sanic(f"door_{uuid.uuid4().hex}", configure_logging=False)
    app.ctx.agent = agent

    async def count(request: Request) -> None:
        arrived.release()

    app.register_middleware(count, "request")
    register([EngineEndpoint(token)], app, route="/webhooks/")
    async with served(app) as url, aiohttp.ClientSession() as http:
        yield Opened(f"{url}/webhooks/engine", http, app, arrived)
