"""The engine's one endpoint: a REST channel with a shared token, our message ids, and no `/commands` from text.

POST /webhooks/engine/messages  {"id", "conversation", "text" or "payload", "now", "channel"} -> [{"text", ...}]
POST /webhooks/engine/erasures  {"conversation"} -> {}                           forgets the conversation
POST /webhooks/engine/parse     {"text", "why"?} -> what the message is understood as, and why
GET  /webhooks/engine/ready     200 when the model and the tracker store answer
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import os
import re
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.core.constants import DEFAULT_INTENTS
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, Request
from sanic.exceptions import SanicException
from sanic.response import HTTPResponse, json

from bot.engine.rasa_patches.repairs import ActionsAway
from bot.engine.server.earlier_replies import earlier_replies, replies
from bot.engine.server.erasing import forget
from bot.engine.server.sessions import begin_new_session, has_ended
from bot.engine.server.typed_buttons import for_rasa, typed_button
from content.language import ENGLISH, in_language

logger = logging.getLogger(__name__)
TOKEN_VARIABLE = "ENGINE_TOKEN"  # noqa: S105 - the variable's name
PAYLOAD = re.compile(r"/[a-z_]{1,60}(?:/[a-z0-9_]{1,60})?")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,8})?")  # names folders: never a path
_COMMAND_MARKS = re.compile(r"^[\s/]+")
MAX_TEXT = 2000  # characters; the bot sends at most 1,000


class Refused(SanicException):
    """The request is invalid; the sentence is the answer."""


class Replies(CollectingOutputChannel):
    """Collects replies. A response stays one message, although Rasa would split it at blank lines.

    `channel` is the person's: a response can have a variant for it.
    """

    def __init__(self, channel: str) -> None:
        super().__init__()
        self._channel = channel

    def name(self) -> str:  # Rasa asks the object, though it declares the class
        return self._channel

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        await self._persist_message(self._message(recipient_id, text=text))


class EngineEndpoint(InputChannel):
    """Refuses every request unless ENGINE_TOKEN is set."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @classmethod
    def name(cls) -> str:
        return "engine"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> EngineEndpoint:
        return cls(os.environ.get(TOKEN_VARIABLE, ""))

    def blueprint(self, on_new_message: Any) -> Blueprint:
        endpoint = Blueprint("engine", __name__)
        endpoint.on_request(_function(self._check_token))
        endpoint.add_route(_function(self._ready), "/ready", methods=["GET"], name="ready")
        endpoint.add_route(_function(self._receive), "/messages", methods=["POST"], name="messages")
        endpoint.add_route(_function(self._erase), "/erasures", methods=["POST"], name="erasures")
        endpoint.add_route(_function(self._parse), "/parse", methods=["POST"], name="parse")
        return endpoint

    def _lock(self, conversation: str) -> asyncio.Lock:
        """Lets one message of a conversation through at a time; unused locks are removed."""
        return self._locks.setdefault(conversation, asyncio.Lock())

    async def _check_token(self, request: Request) -> None:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not self._token or not hmac.compare_digest(given.encode(errors="surrogateescape"), self._token.encode()):
            raise Refused("The token is missing or wrong.", status_code=401)

    async def _ready(self, request: Request) -> HTTPResponse:
        agent = request.app.ctx.agent
        if not agent or not agent.is_ready():
            raise Refused("The model is not loaded.", status_code=503)
        await agent.tracker_store.retrieve("readiness")
        return json({"ready": True})

    async def _receive(self, request: Request) -> HTTPResponse:
        body = _body(request)
        async with self._lock(_text_of(body, "conversation")):
            with in_language(_language(body)):
                return await self._answer(request.app.ctx.agent, Replies(_channel(body)), body)

    async def _answer(self, agent: Any, output: Replies, body: dict[str, Any]) -> HTTPResponse:
        conversation, number = _text_of(body, "conversation"), _text_of(body, "id")
        tracker = await agent.tracker_store.retrieve_full_tracker(conversation)
        if tracker is None or not tracker.events:  # the bot has greeted already; Rasa keeps one that began badly
            tracker = await _begin(agent.processor, conversation, Replies(_channel(body)), body)
        before = earlier_replies(tracker, number)
        if before is not None:
            return _answered(before, body)
        if tracker and has_ended(tracker, body.get("now")):
            await _or_away(begin_new_session(agent, tracker))
            tracker = None
        words = _words(body, tracker, agent.domain)
        message = UserMessage(
            words,
            output,
            conversation,
            input_channel=output.name(),
            metadata=_metadata(body) | {"id": number},
        )
        await _or_away(agent.handle_message(message))
        return _answered(replies(output.messages), body)

    async def _erase(self, request: Request) -> HTTPResponse:
        conversation = _text_of(_body(request), "conversation")
        async with self._lock(conversation):
            forget(request.app.ctx.agent.tracker_store, conversation)
        return json({})

    async def _parse(self, request: Request) -> HTTPResponse:
        body = _body(request)
        message = UserMessage(as_text(_text_of(body, "text")), metadata={"why": body.get("why") is True})
        return json(await request.app.ctx.agent.processor.parse_message(message))


async def _or_away(work: Awaitable[Any]) -> Any:
    """Turns ActionsAway into an error. Rasa keeps nothing of the aborted turn, so the message can be sent again."""
    try:
        return await work
    except ActionsAway as error:
        logger.warning("The action server is away: %s was not run", error)
        raise Refused("The action server is away.", status_code=503) from error


async def _begin(processor: Any, conversation: str, output: Replies, body: dict[str, Any]) -> DialogueStateTracker:
    """Returns the conversation's tracker; starts its first session and sends the greeting to `output`."""
    tracker: DialogueStateTracker = await _or_away(
        processor.fetch_tracker_with_initial_session(conversation, output, _metadata(body))
    )
    await processor.save_tracker(tracker)
    return tracker


def _function(method: Callable[[Request], Awaitable[Any]]) -> Callable[[Request], Awaitable[Any]]:
    """Wraps a method as a function, since Sanic 21.12 sets attributes on handlers."""

    async def handler(request: Request) -> Any:
        return await method(request)

    return handler


def as_text(text: str) -> str:
    """Escapes typed text so that Rasa never reads it as a command, even after leading spaces."""
    return _COMMAND_MARKS.sub("", text) or "."


def _answered(sent: list[dict[str, Any]], body: dict[str, Any]) -> HTTPResponse:
    """Refuses an empty answer, which is a fault of ours."""
    if not sent:
        raise Refused("The engine had no answer; its log says why.", status_code=500)
    return json(sent)


def _body(request: Request) -> dict[str, Any]:
    body = request.json
    if not isinstance(body, dict):
        raise Refused("The body must be a JSON object.", status_code=400)
    return body


def _text_of(body: dict[str, Any], key: str) -> str:
    value = body.get(key)
    if not isinstance(value, str) or not 0 < len(value) <= MAX_TEXT:
        raise Refused(f"{key} must be a text of 1 to {MAX_TEXT} characters.", status_code=400)
    return value


def _words(body: dict[str, Any], tracker: DialogueStateTracker | None, domain: Any) -> str:
    """Returns the text for Rasa: typed text stays text unless it is the title of a button; a button becomes its intent.

    A button never becomes one of Rasa's own intents such as /restart, and never sets slots.
    """
    if "payload" not in body:
        text = _text_of(body, "text")
        payload = typed_button(tracker, text)
        return as_text(text) if payload is None else for_rasa(payload, domain) or as_text(text)
    payload = _text_of(body, "payload")
    if not PAYLOAD.fullmatch(payload):
        raise Refused("payload must be an intent's name after a slash.", status_code=400)
    intent, meant = payload.lstrip("/").partition("/")[0], for_rasa(payload, domain)
    if intent in DEFAULT_INTENTS or intent not in domain.intents or meant is None:
        raise Refused("payload must name an intent of the domain.", status_code=400)
    return meant


def _channel(body: dict[str, Any]) -> str:
    return _text_of(body, "channel") if "channel" in body else EngineEndpoint.name()


def _language(body: dict[str, Any]) -> str:
    language = _text_of(body, "language") if "language" in body else ENGLISH
    if not LANGUAGE.fullmatch(language):
        raise Refused("language must be a code such as en.", status_code=400)
    return language


def _metadata(body: dict[str, Any]) -> dict[str, Any]:
    return {key: body[key] for key in ("now", "channel", "secrets", "case_number", "language") if key in body}
