"""The API of the web chat, version 1. OpenAPI describes it at /api/v1/openapi.json."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request, Response, Security
from fastapi.responses import StreamingResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bot.channels.web.shapes import (
    MessageReceipt,
    NewConversation,
    NewMessage,
    OpenedConversation,
    ReadUpTo,
    ShownBanner,
    ShownMessage,
    shown,
)
from bot.channels.web.stream import Streams
from bot.conversations.message import WEB
from bot.conversations.reception import Reception
from bot.conversations.refusals import TokenRefused
from bot.http.problems import responses
from bot.http.tokens import Tokens

AFTER = Query(ge=0, le=1_000_000_000, description="the sequence of the last message that is known")
LastEventId = Annotated[str | None, Header(description="the sequence of the last message that was received")]
_bearer = HTTPBearer(auto_error=False, description="the token of the conversation")


@dataclass(frozen=True)
class Web:
    reception: Reception
    tokens: Tokens
    streams: Streams


def _conversation(request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]) -> str:
    """The conversation that the token is for. Raises TokenRefused."""
    if given is None:
        raise TokenRefused
    tokens: Tokens = request.app.state.web.tokens
    return tokens.conversation(given.credentials)


Mine = Annotated[str, Depends(_conversation)]


def _web(request: Request) -> Web:
    web: Web = request.app.state.web
    return web


TheWeb = Annotated[Web, Depends(_web)]
router = APIRouter(prefix="/api/v1", tags=["web chat"])


@router.post("/conversations", status_code=201, responses=responses(413, 422, 429, 503))
async def open_conversation(web: TheWeb, request: Request, body: NewConversation | None = None) -> OpenedConversation:
    """Starts a conversation; the assistant's greeting is its first message. Needs no body."""
    address = request.client.host if request.client else ""
    conversation = await web.reception.open(WEB, address)
    expires = datetime.now(UTC) + timedelta(seconds=web.tokens.seconds)
    return OpenedConversation(conversation=conversation, token=web.tokens.issue(conversation), expires_at=expires)


@router.post("/messages", status_code=202, responses=responses(401, 409, 410, 413, 422, 429, 503))
async def send_message(web: TheWeb, mine: Mine, body: NewMessage) -> MessageReceipt:
    """Accepts a message; the answer comes by GET or by the stream."""
    sequence = await web.reception.receive(mine, str(body.id), text=body.text, button=body.button)
    return MessageReceipt(sequence=sequence)


@router.get("/messages", responses=responses(401, 410, 422, 503))
async def read_messages(web: TheWeb, mine: Mine, after: Annotated[int, AFTER] = 0) -> list[ShownMessage]:
    """Messages in their order, 1,000 at most."""
    return [shown(entry) for entry in await web.reception.entries(mine, after)]


@router.get(
    "/events",
    response_class=StreamingResponse,
    responses={**responses(401, 410, 422, 503), 200: {"content": {"text/event-stream": {}}}},
)
async def stream_events(
    web: TheWeb, mine: Mine, after: Annotated[int, AFTER] = 0, once: bool = False, last_event_id: LastEventId = None
) -> StreamingResponse:
    """Messages, typing, holder, read, notice and ended, as they happen.

    With `once`, how it is now, and the stream ends: for who cannot hold one.
    """
    if last_event_id and last_event_id.isascii() and last_event_id.isdigit():
        after = max(after, min(int(last_event_id[:10]), 1_000_000_000))
    await web.reception.state(mine)  # raises Gone before the stream begins
    if not once:
        web.streams.check(mine)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    events = web.streams.current_state(mine, after) if once else web.streams.events(mine, after)
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)


@router.put("/read", status_code=204, responses=responses(401, 410, 413, 422, 503))
async def say_read(web: TheWeb, mine: Mine, body: ReadUpTo) -> Response:
    """Records how far the person has read."""
    await web.reception.read(mine, body.up_to)
    return Response(status_code=204)


@router.put("/typing", status_code=204, responses=responses(401))
async def say_typing(web: TheWeb, mine: Mine) -> Response:
    """Shows the agent who talks with the person that they are typing. Nothing is stored."""
    web.reception.writes(mine)
    return Response(status_code=204)


@router.post("/end", status_code=204, responses=responses(401, 410, 503))
async def end_conversation(web: TheWeb, mine: Mine) -> Response:
    """Ends the conversation; it can still be read."""
    await web.reception.end(mine)
    return Response(status_code=204)


@router.delete("/conversations", status_code=204, responses=responses(401, 503))
async def erase_conversation(web: TheWeb, mine: Mine) -> Response:
    """Erases the conversation everywhere. Succeeds also if it has been erased already."""
    await web.reception.erase(mine)
    return Response(status_code=204)


@router.get("/notice", responses=responses(503))
async def read_notice(web: TheWeb) -> ShownBanner:
    """Returns the incident banner and whether the assistant is paused."""
    banner = await web.reception.banner()
    return ShownBanner(banner=banner.text, paused=banner.paused)
